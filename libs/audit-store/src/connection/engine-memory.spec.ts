import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@spillway/streaming';
import type { AuditConnections } from './audit-connections.js';
import { backgroundStatement } from '../rollup/background-statement.js';
import { engineArguments } from './engine-arguments.js';
import { openEmbeddedConnections } from './open-embedded-connections.js';

const engineBytes = 512 * 1024 * 1024;
/** Gigabytes, which it cannot keep on disk instead. */
const hungry = 'SELECT length(groupArray(number)) AS n FROM numbers(500000000)';

describe('the memory of the embedded engine', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-engine-memory-'));
  let connections: AuditConnections;

  beforeAll(async () => {
    connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, engineBytes, clock: systemClock });
    await connections.writer.command({ query: 'CREATE TABLE t (n UInt64, text String) ENGINE = MergeTree ORDER BY n' });
  });
  afterAll(async () => {
    await connections.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const insert = (): Promise<unknown> =>
    connections.writer.command({
      query: `INSERT INTO t SELECT number, repeat('x', 500) FROM numbers(24000) SETTINGS async_insert = 0, max_threads = 1`,
    });

  it('refuses whatever wants more of it, and takes inserts afterwards', async () => {
    const refused = connections.background.command({ query: `${hungry} SETTINGS max_memory_usage = 0` });
    await expect(refused).rejects.toMatchObject({
      code: '241',
      message: expect.stringMatching(/\(total\) memory limit exceeded.*maximum: 512\.00 MiB/) as unknown,
    });
    await insert();
  });

  it('refuses a merge that wants more of it, and keeps the rows', async () => {
    // Of each of the parts a row is in memory at once.
    await connections.writer.command({
      query: 'CREATE TABLE wide (n UInt64, text String) ENGINE = MergeTree ORDER BY n',
    });
    await connections.writer.command({ query: 'SYSTEM STOP MERGES wide' });
    for (let row = 0; row < 32; row += 1) {
      await connections.writer.command({
        query: `INSERT INTO wide SELECT number, repeat(repeat('x', 65536), ${256 + row}) FROM numbers(1)
          SETTINGS async_insert = 0, max_threads = 1`,
      });
    }
    await connections.writer.command({ query: 'SYSTEM START MERGES wide' });
    const merged = connections.background.command({
      query: 'OPTIMIZE TABLE wide FINAL SETTINGS optimize_throw_if_noop = 1',
    });
    await expect(merged).rejects.toMatchObject({ code: '241' });
    const kept = await connections.reader.query({ query: 'SELECT count() AS n FROM wide', format: 'JSONEachRow' });
    expect(await kept.json()).toEqual([{ n: 32 }]);
    // It would be tried again and again, beside the tests that follow.
    await connections.writer.command({ query: 'DROP TABLE wide SYNC' });
    await insert();
  });

  it('leaves room for inserts beside a statement in the background that takes its whole share', async () => {
    const statement = { query: hungry, params: {}, id: 'hungry', doing: 'counting' };
    const question = backgroundStatement(connections, statement).catch((error: unknown) => error);
    let inserts = 0;
    const asked = { isOver: false };
    void question.then(() => (asked.isOver = true));
    do {
      await insert();
      inserts += 1;
    } while (!asked.isOver);
    expect(await question).toMatchObject({
      cause: { message: expect.stringMatching(/Query memory limit exceeded.*maximum: 128\.00 MiB/) as unknown },
    });
    expect(inserts).toBeGreaterThan(0);
  });

  it('sorts on disk what does not fit into the share of a statement', async () => {
    await connections.writer.command({ query: 'CREATE TABLE sorted (k String) ENGINE = MergeTree ORDER BY tuple()' });
    const query = `INSERT INTO sorted SELECT toString(count()) FROM (SELECT hex(sipHash128(number)) || repeat('x', 200) AS k, number
      FROM numbers(1000000) ORDER BY k, number LIMIT 1 BY k)`;
    await backgroundStatement(connections, { query, params: {}, id: 'sort', doing: 'sorting' });
    const events = `SELECT value > 1 AS isSpilt FROM system.events WHERE event = 'ExternalSortWritePart'`;
    const spilt = await connections.reader.query({ query: events, format: 'JSONEachRow' });
    expect(await spilt.json()).toEqual([{ isSpilt: 1 }]);
  });

  it('knows every argument that it is started with: it says nothing of one that it does not', async () => {
    const given = engineArguments(engineBytes).map((argument) => argument.slice(2).split('='));
    const query = 'SELECT name, value FROM system.server_settings WHERE name IN {names:Array(String)}';
    const names = given.map(([name]) => name);
    const found = await connections.reader.query({ query, query_params: { names }, format: 'JSONEachRow' });
    const rows = await found.json<{ readonly name: string; readonly value: string }>();
    expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).toEqual(Object.fromEntries(given));
  });
});
