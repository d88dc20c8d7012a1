import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock, type AuditStore } from '@spillway/streaming';
import type { AuditConnections } from '../connection/audit-connections.js';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { openAuditStore } from '../open-audit-store.js';
import { auditBlock, loggedPartition } from '../spec-support/audit-records.js';
import { clickHouseHttpServer, type ClickHouseHttpServer } from '../spec-support/clickhouse-http-server.js';

describe('the store on a server', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-server-'));
  let engine: AuditConnections;
  let server: ClickHouseHttpServer;
  let store: AuditStore;

  beforeAll(async () => {
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    server = await clickHouseHttpServer(engine);
    store = await openAuditStore({ clickhouseUrl: server.url });
  });
  afterAll(async () => {
    await store.close();
    await server.close();
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('takes binary rows as a stream and answers questions', async () => {
    await store.append([auditBlock(0, 4_999), auditBlock(0, 9, { partition: 1 })]);
    await store.append([auditBlock(4_000, 5_999)]);
    expect(await store.coverage([loggedPartition({ endOffset: 6_000n })])).toMatchObject([
      { storedRecords: 6_000, gaps: [], duplicates: 0, resumeOffset: 6_000n },
    ]);
    const [record] = await store.recordsOfEvent('event-4321');
    expect(record).toMatchObject({ offset: 4_321n, payload: { invoiceNo: '4321' } });
    expect(record!.value).toEqual(auditBlock(4_321, 4_321).rows[0]!.value);
  });

  it('pages by cursor', async () => {
    const first = await store.findRecords({ time: 'record', limit: 100 });
    const second = await store.findRecords({ time: 'record', limit: 100, cursor: first.nextCursor! });
    expect(first.records[0]!.offset).toBe(5_999n);
    expect(second.records[0]!.offset).toBe(5_899n);
  });

  it('rejects as retryable while the server is down, and loses nothing', async () => {
    server.failWith(503);
    const block = auditBlock(6_000, 6_099);
    await expect(store.append([block])).rejects.toMatchObject({ code: 'SPW-7002', retryable: true });
    server.failWith(undefined);
    await store.append([block]);
    expect(await store.coverage([loggedPartition({ endOffset: 6_100n })])).toMatchObject([
      { storedRecords: 6_100, gaps: [], duplicates: 0 },
    ]);
  });
});
