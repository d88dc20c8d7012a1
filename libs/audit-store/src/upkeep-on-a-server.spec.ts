import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { systemClock, type AuditStore } from '@spillway/streaming';
import type { AuditConnections } from './connection/audit-connections.js';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openAuditStore } from './open-audit-store.js';
import { auditBlock, baseMs, loggedPartition } from './spec-support/audit-records.js';
import { clickHouseHttpServer, type ClickHouseHttpServer } from './spec-support/clickhouse-http-server.js';

const dataDir = mkdtempSync(join(tmpdir(), 'spillway-upkeep-server-'));
const topic = 'retail.orders';
let engine: AuditConnections;
let server: ClickHouseHttpServer;
let store: AuditStore;
let nowMs = baseMs - 60_000;

beforeAll(async () => {
  engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  server = await clickHouseHttpServer(engine);
  store = await openAuditStore({ clickhouseUrl: server.url, clock: { ...systemClock, nowMs: () => nowMs } });
});
afterAll(async () => {
  await store.close();
  await server.close();
  await engine.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it('is verified, kept in order and probed over HTTP as inside the process', async () => {
  await store.append([auditBlock(0, 9), auditBlock(10, 29)]);
  await store.append([auditBlock(5, 14)]);
  expect(await store.verify({ limit: 10 })).toMatchObject({ ranges: 3, records: 40, findings: [], nextCursor: null });
  await store.probe();
  nowMs += 600_000;
  // Records are a millisecond apart: the first twelve have expired.
  expect(await store.dropExpired(topic, baseMs + 12)).toBe(12);
  expect(await store.verify({ limit: 10 })).toMatchObject({ findings: [], droppedRanges: 3 });
  expect(await store.coverage([loggedPartition({ endOffset: 30n })])).toMatchObject([
    { storedRecords: 18, gaps: [], dropped: [{ first: 0n, last: 11n }], resumeOffset: 30n },
  ]);
  const alter = `ALTER TABLE events UPDATE payload = '' WHERE offset = 20 SETTINGS mutations_sync = 1`;
  await engine.background.command({ query: alter });
  expect((await store.verify({ limit: 10 })).findings).toContainEqual(
    expect.objectContaining({ problem: 'changed', first: 12n, last: 29n }),
  );
  expect(await store.mergeClosedDays()).toBeGreaterThanOrEqual(0);
});
