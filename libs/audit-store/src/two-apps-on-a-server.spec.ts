import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock, type AuditStore } from '@spillway/streaming';
import type { AuditConnections } from './connection/audit-connections.js';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openAuditStore } from './open-audit-store.js';
import { migrate } from './schema/migrate.js';
import { migrations } from './schema/migrations.js';
import { auditBlock, baseMs } from './spec-support/audit-records.js';
import { clickHouseHttpServer, type ClickHouseHttpServer } from './spec-support/clickhouse-http-server.js';

const hourMs = 60 * 60 * 1000;

describe('two audit apps on one server', () => {
  let dataDir: string;
  let engine: AuditConnections;
  let server: ClickHouseHttpServer;
  let nowMs: number;
  /** Both say the same time: their builds of hours would have the same number. */
  const clock = { ...systemClock, nowMs: () => nowMs };

  beforeEach(async () => {
    nowMs = baseMs + 60_000;
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-two-apps-'));
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    server = await clickHouseHttpServer(engine);
  });
  afterEach(async () => {
    await server.close();
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const openTwo = () => Promise.all([1, 2].map(() => openAuditStore({ clickhouseUrl: server.url, clock })));
  const closeAll = (stores: readonly AuditStore[]) => Promise.all(stores.map((store) => store.close()));

  it.each([
    ['a new one', 0],
    ['one of version 9', 9],
  ])('that start at once bring the tables to their version once: %s', async (_, first) => {
    await migrate(
      engine.writer,
      migrations.filter(({ version }) => version <= first),
    );
    const stores = await openTwo();
    const query = 'SELECT version FROM schema_migrations ORDER BY version';
    const applied = await (await engine.control.query({ query, format: 'JSONCompactEachRow' })).json();
    expect(applied).toEqual(migrations.map(({ version }) => [version]));
    await closeAll(stores);
  });

  it('that roll up at once count each record once', async () => {
    const stores = await openTwo();
    // Parts that merge by and by would hide what lies there twice.
    await engine.control.command({ query: 'SYSTEM STOP MERGES' });
    await stores[0]!.append([auditBlock(0, 99)]);
    nowMs += 2 * hourMs;
    const hours = await Promise.all(stores.map(({ boards }) => boards.rollUp()));
    const range = { fromMs: baseMs - hourMs, toMs: baseMs + hourMs };
    const question = { measures: ['records'], groupBy: [], filter: {}, interval: null, limit: 10, ...range } as const;
    expect((await stores[1]!.boards.ask({ subject: 'records', ...question })).rows).toMatchObject([{ records: 100 }]);
    // That of the records and that of the orders, by the first.
    expect(hours.toSorted()).toEqual([0, 2]);
    await closeAll(stores);
  });
});
