import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock, type AuditStore } from '@spillway/streaming';
import type { AuditConnections } from '../connection/audit-connections.js';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { openAuditStore } from '../open-audit-store.js';
import { auditBlock, loggedPartition } from '../spec-support/audit-records.js';

describe('where storing goes on', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-resume-'));
  let engine: AuditConnections;
  let store: AuditStore;

  beforeAll(async () => {
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    store = await openAuditStore({ dataDir });
    for (const topic of ['whole', 'lost', 'trimmed', 'headless', 'bare']) {
      const [early, late] = topic === 'trimmed' ? [20, 49] : [0, 49];
      await store.append([auditBlock(early, late, { topic })]);
      await store.append([auditBlock(40, 69, { topic })]);
      await store.append([auditBlock(70, 99, { topic })]);
    }
    const gone =
      "(topic = 'lost' AND first = 40) OR (topic = 'trimmed' AND first = 20) OR (topic = 'headless' AND first = 0) OR topic = 'bare'";
    await engine.control.command({ query: `ALTER TABLE blocks DELETE WHERE ${gone} SETTINGS mutations_sync = 2` });
  });
  afterAll(async () => {
    await store.close();
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each([
    ['whole', 0n, 100n, 'behind everything when all rows are vouched for'],
    ['lost', 0n, 50n, 'at the first row whose manifest is gone'],
    ['headless', 0n, 0n, 'at the beginning when its manifest is gone'],
    ['bare', 0n, 0n, 'at the beginning when all manifests are gone'],
    ['trimmed', 45n, 100n, 'behind everything when the log no longer has what lost its manifest'],
    ['trimmed', 30n, 30n, 'where the log begins when that lost its manifest'],
    ['unknown', 7n, 7n, 'where the log begins when nothing is stored'],
  ])('%s from %d is %d: %s', async (topic, beginOffset, resumeOffset) => {
    const log = [loggedPartition({ topic, beginOffset, endOffset: 100n })];
    expect(await store.coverage(log, { forResume: true })).toMatchObject([{ resumeOffset, gaps: [] }]);
  });
});
