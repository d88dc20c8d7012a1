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

/** Takes minutes. Sleeping is no stand-in: the engine refuses to sleep for more than three seconds. */
const endless = {
  query: 'SELECT count() AS n FROM numbers(100000000000) WHERE sipHash64(number) = 1',
  doing: 'counting',
};

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

  it('67 stores an out-of-range number as another one: hence the validator', async () => {
    await createTable('wraps');
    await connections.writer.command({
      query: 'INSERT INTO wraps SETTINGS async_insert = 0 FORMAT JSONEachRow\n{"n": 4294967297}',
    });
    expect(await rowsOf(connections.reader, 'SELECT n FROM wraps')).toEqual([{ n: 1 }]);
  });

  it('80 answers on one connection while another is busy, and stops the busy one when its asker leaves', async () => {
    const run = new ReadRunner(connections, () => 'slow-1');
    const gone = new AbortController();
    const outcome = run.rows(endless, gone.signal).catch((error: unknown) => error);
    await systemClock.sleep(300);
    expect(await rowsOf(connections.control, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    const leftAtMs = Date.now();
    gone.abort();
    expect(await outcome).toMatchObject({ code: 'SPW-7005', cause: { code: '394' } });
    expect(Date.now() - leftAtMs).toBeLessThan(10_000);
  });

  it('answers a question while another takes long', async () => {
    const run = new ReadRunner(connections, () => crypto.randomUUID());
    const gone = new AbortController();
    let isOver = false;
    const long = run.rows(endless, gone.signal).catch(() => (isOver = true));
    await systemClock.sleep(300);
    expect(await run.rows({ query: 'SELECT 1 AS n', doing: 'reading' })).toEqual([{ n: 1 }]);
    expect(isOver).toBe(false);
    gone.abort();
    await long;
  }, 60_000);

  it('76 gives a question up at its limit of time or of result', async () => {
    const run = new ReadRunner(connections, () => 'limited', {
      maxExecutionTimeMs: 500,
      maxMemoryBytes: 100_000_000,
      maxResultBytes: 1_000,
      maxResultRows: 10,
    });
    await expect(run.rows(endless)).rejects.toMatchObject({ code: 'SPW-7005', cause: { code: '159' } });
    const large = run.rows({ query: `SELECT repeat('x', 5000) AS text FROM numbers(3)`, doing: 'reading' });
    await expect(large).rejects.toMatchObject({ code: 'SPW-7005' });
    const many = run.rows({ query: 'SELECT number FROM numbers(11)', doing: 'reading' });
    await expect(many).rejects.toMatchObject({ code: 'SPW-7005' });
    await expect(run.rows({ query: 'SELECT 1 AS n', doing: 'reading' })).resolves.toEqual([{ n: 1 }]);
  });

  it.each([
    "SELECT count() AS n FROM file('/etc/hostname', LineAsString)",
    "SELECT count() AS n FROM url('http://127.0.0.1:1/', LineAsString)",
    "SELECT count() AS n FROM remote('127.0.0.1', system.one)",
    'INSERT INTO readonly_check SELECT 1',
    'DROP TABLE readonly_check',
  ])('72 reads only, whatever a statement says: %s', async (query) => {
    await connections.writer.command({
      query: 'CREATE TABLE IF NOT EXISTS readonly_check (n UInt32) ENGINE = MergeTree ORDER BY n',
    });
    const run = new ReadRunner(connections, () => 'readonly');
    const refused = await run.rows({ query, doing: 'reading' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'SPW-7002' });
    expect(await count('readonly_check')).toBe(0);
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
