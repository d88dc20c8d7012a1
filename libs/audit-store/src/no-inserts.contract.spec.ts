import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock, type AuditStore } from '@spillway/streaming';
import type { AuditConnections } from './connection/audit-connections.js';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openAuditStore } from './open-audit-store.js';
import { auditBlock, loggedPartition } from './spec-support/audit-records.js';

describe('a store that takes no inserts', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-no-inserts-'));
  let store: AuditStore;
  let engine: AuditConnections;

  beforeAll(async () => {
    store = await openAuditStore({ dataDir });
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  });
  afterAll(async () => {
    await engine.close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each([
    ['SPW-7012', 'NOT_ENOUGH_SPACE', 'min_free_disk_bytes_to_perform_insert', 2 ** 60],
    ['SPW-7013', 'TOO_MANY_PARTS', 'parts_to_throw_insert', 1],
  ])('says %s for %s, to be tried again, and goes on', async (code, name, setting, value) => {
    const topic = `${name}.orders`;
    const alter = (what: string) =>
      Promise.all(
        ['events', 'probes'].map((table) => engine.control.command({ query: `ALTER TABLE ${table} ${what}` })),
      );
    await store.append([auditBlock(0, 9, { topic })]);
    await store.probe();
    await alter(`MODIFY SETTING ${setting} = ${value}`);
    const refused = { code, retryable: true, message: expect.stringContaining(name) as unknown };
    await expect(store.append([auditBlock(10, 19, { topic })])).rejects.toMatchObject(refused);
    await expect(store.probe()).rejects.toMatchObject(refused);
    await expect(store.findRecords({ topic, time: 'record', limit: 1 })).resolves.toMatchObject({ records: [{}] });
    await alter(`RESET SETTING ${setting}`);
    await store.append([auditBlock(10, 19, { topic })]);
    await store.probe();
    expect(await store.coverage([loggedPartition({ topic, endOffset: 20n })])).toMatchObject([{ storedRecords: 20 }]);
  });
});
