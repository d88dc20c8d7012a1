import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClickHouseClient } from '@clickhouse/client';
import { systemClock } from '@spillway/streaming';
import { ReadRunner } from '../query/read-runner.js';
import type { AuditConnections } from './audit-connections.js';
import { openEmbeddedConnections } from './open-embedded-connections.js';

/** What the store relies on, and the traps it walks around, as the engine really does them. */
describe('the embedded engine', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-engine-'));
  let connections: AuditConnections;

  beforeAll(async () => {
    connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  });
  afterAll(async () => {
    await connections.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const rowsOf = async <T>(client: ClickHouseClient, query: string, clickhouse_settings = {}): Promise<T[]> =>
    (await client.query({ query, format: 'JSONEachRow', clickhouse_settings })).json<T>();
  const count = async (table: string): Promise<number> =>
    (await rowsOf<{ n: number }>(connections.control, `SELECT count() AS n FROM ${table}`))[0]!.n;
  const createTable = (table: string): Promise<unknown> =>
    connections.writer.command({
      query: `CREATE TABLE ${table} (n UInt32) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 100`,
    });
  const insertFile = (table: string, value: number, token: string): Promise<unknown> => {
    const file = join(connections.stagingDir!, 'row.bin');
    const row = Buffer.alloc(4);
    row.writeUInt32LE(value);
    writeFileSync(file, row);
    const settings = `insert_deduplication_token = '${token}', async_insert = 0`;
    const query = `INSERT INTO ${table} FROM INFILE '${file}' SETTINGS ${settings} FORMAT RowBinary`;
    return connections.writer.command({ query });
  };

  it('keeps clickhouse_settings for later statements, which loses rows: nothing of ours passes them', async () => {
    await createTable('leak');
    const { control } = connections;
    const insert = (n: number, clickhouse_settings = {}): Promise<unknown> =>
      control.command({ query: `INSERT INTO leak SETTINGS async_insert = 0 VALUES (${n})`, clickhouse_settings });
    await insert(1, { insert_deduplication_token: 'a' });
    await insert(2);
    expect(await count('leak')).toBe(1);
    await control.command({ query: `SET insert_deduplication_token = ''` });
  });

  it('forgets settings that stand in the statement: two inserts with different tokens keep both', async () => {
    await createTable('tokens');
    await insertFile('tokens', 1, 'a');
    await insertFile('tokens', 2, 'b');
    await connections.writer.command({ query: 'INSERT INTO tokens SETTINGS async_insert = 0 VALUES (3)' });
    expect(await count('tokens')).toBe(3);
  });

  it('drops an insert whose token it knows, whatever its rows: hence the hash in the token', async () => {
    await createTable('known');
    await insertFile('known', 1, 'same');
    await insertFile('known', 2, 'same');
    expect(await rowsOf(connections.reader, 'SELECT n FROM known')).toEqual([{ n: 1 }]);
  });

  it('stores an out-of-range number as another one: hence the validator', async () => {
    await createTable('wraps');
    await connections.writer.command({
      query: 'INSERT INTO wraps SETTINGS async_insert = 0 FORMAT JSONEachRow\n{"n": 4294967297}',
    });
    expect(await rowsOf(connections.reader, 'SELECT n FROM wraps')).toEqual([{ n: 1 }]);
  });

  it('answers on one connection while another is busy, and stops the busy one when its asker leaves', async () => {
    const run = new ReadRunner(connections, () => 'slow-1');
    const gone = new AbortController();
    const slow = run.rows({ query: 'SELECT sum(sleepEachRow(0.1)) FROM numbers(150)', doing: 'sleeping' }, gone.signal);
    const outcome = slow.then(
      () => 'finished',
      (error: { code?: string }) => error.code,
    );
    await systemClock.sleep(300);
    expect(await rowsOf(connections.control, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    const leftAtMs = Date.now();
    gone.abort();
    expect(await outcome).toBe('SPW-7005');
    expect(Date.now() - leftAtMs).toBeLessThan(5_000);
  });

  it('gives a question up at its limit of time or of result', async () => {
    const run = new ReadRunner(connections, () => 'limited', {
      maxExecutionTimeMs: 500,
      maxMemoryBytes: 100_000_000,
      maxResultBytes: 1_000,
    });
    const long = run.rows({ query: 'SELECT sum(sleepEachRow(0.1)) FROM numbers(100)', doing: 'sleeping' });
    await expect(long).rejects.toMatchObject({ code: 'SPW-7005' });
    const large = run.rows({ query: `SELECT repeat('x', 5000) AS text FROM numbers(3)`, doing: 'reading' });
    await expect(large).rejects.toMatchObject({ code: 'SPW-7005' });
    await expect(run.rows({ query: 'SELECT 1 AS n', doing: 'reading' })).resolves.toEqual([{ n: 1 }]);
  });

  it('lets one process at a time have a folder', () => {
    const script = `import { createChdbConnection } from 'chdb/connection';
      try { createChdbConnection({ path: ${JSON.stringify(join(dataDir, 'clickhouse'))} }); console.log('opened'); }
      catch (error) { console.log(error.code); }`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(stdout.trim()).toBe('CHDB_CONNECTION');
    expect(stderr).toContain('Another server instance in same directory is already running');
  });
});
