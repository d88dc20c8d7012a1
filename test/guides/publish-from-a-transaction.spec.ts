import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { afterAll, describe, expect, test } from '@jest/globals';
import { SpillwayModule, startHttpApp } from '@spillway/nest';
import { openStateStore } from '@spillway/state-store';
import { memoryTransport, noMetrics, silentLogger } from '@spillway/streaming';
import { jsonCodec, waitUntil } from '@spillway/testing';
import { sql, type Kysely } from 'kysely';
import { compile, writeGuideBlocks } from '../support/guide-blocks.js';

type AnyClass = new (...args: never[]) => unknown;
interface Refunds {
  grant(refund: { orderId: string; pence: number }): Promise<void>;
}

const refundsTable = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await sql`create table refunds (order_id text primary key, pence integer not null)`.execute(db);
  },
};

describe('the guide to publishing from a transaction', () => {
  const { folder, files } = writeGuideBlocks('docs/guides/publish-from-a-transaction.md');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const load = async (name: string): Promise<Record<string, AnyClass>> =>
    (await import(join(folder, name))) as Record<string, AnyClass>;

  test('compiles', () => {
    expect(compile(files)).toEqual([]);
  }, 120_000);

  test('brings to the log what was committed, and nothing that was rolled back', async () => {
    const [{ RefundsService }, { RefundsRelay }] = await Promise.all([
      load('refunds.service.ts'),
      load('refunds-relay.ts'),
    ]);
    const transport = memoryTransport();
    await transport.admin().ensureTopics([{ name: 'shop.refunds', partitions: 1 }]);
    const state = await openStateStore({ migrations: { owner: 'shop', steps: { '0001-refunds': refundsTable } } });
    @Module({
      imports: [
        SpillwayModule.forRoot({ transport, codec: jsonCodec(), state, logger: silentLogger, metrics: noMetrics }),
      ],
      providers: [RefundsService!, RefundsRelay!],
    })
    class App {}
    const http = { host: '127.0.0.1', port: 0 };
    const running = await startHttpApp(App, { name: 'shop', logger: silentLogger, http });
    const end = async () => (await transport.admin().ranges('shop.refunds'))[0]!.endOffset;
    try {
      const refunds = running.app.get<Refunds>(RefundsService!);
      await refunds.grant({ orderId: 'o-1', pence: 250 });
      await expect(refunds.grant({ orderId: 'o-1', pence: 300 })).rejects.toThrow();
      await refunds.grant({ orderId: 'o-2', pence: 100 });
      await waitUntil('both are in the log', async () => (await end()) === 2n, 20_000);
    } finally {
      await running.close();
    }
    expect(transport.log.read('shop.refunds', 0, 0)!.records.map(({ key }) => String(key))).toEqual(['o-1', 'o-2']);
  }, 120_000);
});
