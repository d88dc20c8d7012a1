import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock, type AuditBlock, type AuditStore } from '@spillway/streaming';
import type { AuditConnections } from './connection/audit-connections.js';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openAuditStore } from './open-audit-store.js';
import { auditBlock, loggedPartition } from './spec-support/audit-records.js';
import { clickHouseHttpServer, type ClickHouseHttpServer } from './spec-support/clickhouse-http-server.js';
import { completedRow, ledgerBlock } from './spec-support/ledger-records.js';

const tables = ['events', 'deliveries', 'blocks'] as const;
const cuts = ['half of it arrives', 'all of it arrives, and no answer'] as const;
const offsets = [0, 1, 2, 3, 4, 5];

describe('an insert that is cut on its way to a server', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-cut-inserts-'));
  let engine: AuditConnections;
  let server: ClickHouseHttpServer;
  let front: Server;
  let next: { readonly table: string; readonly cut: (typeof cuts)[number] } | undefined;
  /** What the engine said to the last one that was cut. */
  let status: number;

  beforeAll(async () => {
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    server = await clickHouseHttpServer(engine);
    front = createServer(async (request, response) => {
      const body = await buffer(request);
      const statement = new URL(request.url!, server.url).searchParams.get('query');
      const isCut = next !== undefined && statement?.startsWith(`INSERT INTO ${next.table} (`) === true;
      // Somewhere within a row.
      const end = isCut && next!.cut === 'half of it arrives' ? (body.length >>> 1) + 3 : body.length;
      const answer = await fetch(`${server.url}${request.url}`, { method: 'POST', body: body.subarray(0, end) });
      if (!isCut) return void response.writeHead(answer.status).end(await answer.bytes());
      next = undefined;
      ({ status } = answer);
      request.socket.destroy();
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    front.closeAllConnections();
    front.close();
    await server.close();
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const open = (): Promise<AuditStore> =>
    openAuditStore({ clickhouseUrl: `http://127.0.0.1:${(front.address() as AddressInfo).port}`, settleMs: 0 });

  it.each(tables.flatMap((table) => cuts.map((cut) => [table, cut] as const)))(
    'into %s: %s; the same app writes the same again',
    async (table, cut) => {
      const log = logOf(`again: ${table}, ${cut}`);
      const store = await open();
      await cutInsert(store, log, { table, cut });
      await store.append(log);
      await expectWhole(store, log);
      await store.close();
    },
  );

  it.each(tables.flatMap((table) => cuts.map((cut) => [table, cut] as const)))(
    'into %s: %s; its app is killed, and another goes on in other blocks',
    async (table, cut) => {
      const log = logOf(`killed: ${table}, ${cut}`);
      const killed = await open();
      await cutInsert(killed, log, { table, cut });
      const store = await open();
      const coverage = await store.coverage(log.map(partitionOf), { forResume: true });
      const from = coverage.map(({ resumeOffset }) => Number(resumeOffset));
      await store.append(log.flatMap((block, index) => smaller(block, from[index]!)));
      await expectWhole(store, log);
      await store.close();
      await killed.close();
    },
  );

  async function cutInsert(store: AuditStore, log: readonly AuditBlock[], order: NonNullable<typeof next>) {
    next = order;
    await expect(store.append(log)).rejects.toMatchObject({ code: 'SPW-7002', retryable: true });
    expect([next, status === 200]).toEqual([undefined, order.cut !== 'half of it arrives']);
  }

  /** Rows are the offsets, each entry of the ledger is there once, and every range of the manifest is what lies there. */
  async function expectWhole(store: AuditStore, log: readonly AuditBlock[]): Promise<void> {
    const whole = { storedRecords: offsets.length, gaps: [], empty: [], duplicates: 0, resumeOffset: 6n };
    expect(await store.coverage(log.map(partitionOf))).toMatchObject(log.map(() => whole));
    const query = `SELECT ledgerPartition, groupArray(ledgerOffset) FROM
      (SELECT * FROM audit_deliveries WHERE ledgerTopicId = {life:String} ORDER BY ledgerOffset)
      GROUP BY ledgerPartition ORDER BY ledgerPartition`;
    const query_params = { life: log[0]!.topicId };
    const entries = await engine.control.query({ query, query_params, format: 'JSONCompactEachRow' });
    expect(await entries.json()).toEqual([
      [0, offsets],
      [1, offsets],
    ]);
    expect((await store.verify({ limit: 1_000 })).findings).toEqual([]);
  }
});

/** Two partitions of the ledger and one of orders, in a life of their own. */
function logOf(topicId: string): readonly AuditBlock[] {
  const rows = offsets.map((offset) => completedRow(offset));
  const ledger = [0, 1].map((partition) => ledgerBlock(rows, { topicId, partition }));
  return [...ledger, auditBlock(0, offsets.at(-1)!, { topicId })];
}

function partitionOf({ topic, topicId, partition }: AuditBlock) {
  return loggedPartition({ topic, topicId, partition, endOffset: BigInt(offsets.length) });
}

/** What of a block lies at or behind an offset, two rows at a time. */
function smaller(block: AuditBlock, from: number): readonly AuditBlock[] {
  const starts = [0, 2, 4].map((start) => from + start).filter((start) => start < offsets.length);
  return starts.map((firstOffset) => {
    const rows = block.rows.filter(({ offset }) => offset >= firstOffset && offset < firstOffset + 2);
    return { ...block, firstOffset, lastOffset: rows.at(-1)!.offset, rows };
  });
}
