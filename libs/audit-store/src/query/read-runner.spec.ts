import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@spillway/streaming';
import type { AuditConnections } from '../connection/audit-connections.js';
import { ClientPool } from '../connection/client-pool.js';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { openRemoteConnections } from '../connection/open-remote-connections.js';
import { clickHouseHttpServer, type ClickHouseHttpServer } from '../spec-support/clickhouse-http-server.js';
import { ReadRunner, exportReadLimits, readLimits } from './read-runner.js';

/** Takes minutes. */
const endless = {
  query: 'SELECT count() AS n FROM numbers(100000000000) WHERE sipHash64(number) = 1',
  doing: 'counting',
};

describe('a question to a server', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-runner-'));
  let engine: AuditConnections;
  let server: ClickHouseHttpServer;
  /** What became of each statement inside. */
  const inside: Promise<unknown>[] = [];
  let connections: AuditConnections;

  beforeAll(async () => {
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    const exec: AuditConnections['reader']['exec'] = (params) => {
      const answer = engine.reader.exec(params);
      inside.push(answer.catch((error: unknown) => error));
      return answer;
    };
    const reader = { exec } as AuditConnections['reader'];
    server = await clickHouseHttpServer({ ...engine, reader });
    connections = openRemoteConnections({ url: server.url, database: 'default', username: 'default' });
  });
  afterAll(async () => {
    await connections.close();
    await server.close();
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('80 is given up at once when its asker leaves, and stopped inside ClickHouse', async () => {
    const gone = new AbortController();
    const run = new ReadRunner(connections, () => crypto.randomUUID());
    const asked = run.rows(endless, gone.signal).catch((error: unknown) => error);
    for (let attempt = 0; attempt < 500 && inside.length === 0; attempt += 1) await systemClock.sleep(10);
    await systemClock.sleep(100);
    gone.abort();
    expect(await asked).toMatchObject({ code: expect.stringMatching(/^SPW-700[25]$/) });
    expect(await inside[0]).toMatchObject({ type: 'QUERY_WAS_CANCELLED' });
    expect(await run.rows({ query: 'SELECT 1 AS n', doing: 'reading' })).toEqual([{ n: 1 }]);
  });

  it('with more groups than its memory holds is answered with the help of the disk', async () => {
    const limits = { ...readLimits, maxMemoryBytes: 96 * 1024 * 1024 };
    const run = new ReadRunner(engine, () => crypto.randomUUID(), limits);
    const keys = 'SELECT hex(sipHash128(number)) AS key, count() AS n FROM numbers(2000000) GROUP BY key';
    const query = `SELECT count() AS groups, sum(n) AS rows FROM (${keys})`;
    expect(await run.rows({ query, doing: 'grouping' })).toEqual([{ groups: 2_000_000, rows: 2_000_000 }]);
  });
});

describe('every question', () => {
  /** Every statement that was given to a client. */
  const statementsOf = async (ask: (run: ReadRunner) => Promise<unknown>, stagingDir?: string): Promise<string[]> => {
    const given: string[] = [];
    const take = ({ query }: { readonly query: string }) => {
      given.push(query);
      return Promise.resolve({ json: () => Promise.resolve([]), stream: [], summary: {} });
    };
    const client = { query: take, exec: take, command: take } as unknown as AuditConnections['reader'];
    const run = new ReadRunner(
      { pools: { readers: new ClientPool([client], 1) }, control: client, stagingDir },
      () => 'id',
      readLimits,
    );
    await ask(run).catch(() => {});
    return given;
  };

  it.each<[string, (run: ReadRunner) => Promise<unknown>, string | undefined]>([
    ['of rows', (run) => run.rows({ query: 'SELECT 1', doing: 'x' }), undefined],
    ['of a file from a server', (run) => run.parquet({ query: 'SELECT 1', doing: 'x' }), undefined],
    ['of a file from inside', (run) => run.parquet({ query: 'SELECT 1', doing: 'x' }), '/nowhere'],
  ])('76 %s carries its limits, and cannot write', async (_name, ask, stagingDir) => {
    const statements = await statementsOf(ask, stagingDir);
    expect(statements[0]).toMatch(/^\/\* spillway:id \*\/ SELECT 1 SETTINGS readonly = 1, max_execution_time = 20, /);
    // What inside of the process a file holds is counted behind it.
    expect(statements).toHaveLength(stagingDir === undefined ? 1 : 2);
    for (const limit of ['max_execution_time', 'max_memory_usage', 'max_result_bytes', 'max_result_rows']) {
      for (const statement of statements) expect(statement).toMatch(new RegExp(` ${limit} = \\d+`));
    }
  });

  it('76 may have less time than others', async () => {
    const [statement] = await statementsOf((run) => run.rows({ query: 'S', doing: 'x', maxExecutionTimeMs: 5_000 }));
    expect(statement).toContain('max_execution_time = 5, ');
  });

  it('is bounded by limits that are finite', () => {
    for (const limit of [...Object.values(readLimits), ...Object.values(exportReadLimits)]) {
      expect(limit).toBeGreaterThan(0);
      expect(Number.isSafeInteger(limit)).toBe(true);
    }
  });
});
