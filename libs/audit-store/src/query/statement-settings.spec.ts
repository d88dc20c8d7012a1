import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import type { AuditConnections } from '../connection/audit-connections.js';
import { ClientPool } from '../connection/client-pool.js';
import { backgroundStatement } from '../rollup/background-statement.js';
import { migrate } from '../schema/migrate.js';
import { requireVersion } from '../schema/require-version.js';
import { finalSettings } from './final-settings.js';
import { profileSettings } from './profile-settings.js';
import { ReadRunner } from './read-runner.js';
import { storeKey } from './store-key.js';

const statement = { query: 'SELECT 1', params: {}, doing: 'counting' };

/** Connections that note the statements and have nothing. */
function noting(stagingDir?: string) {
  const texts: string[] = [];
  const note = async ({ query }: { readonly query: string }) => {
    texts.push(query);
    return { json: async () => [], text: async () => '', stream: Readable.from([]), summary: undefined };
  };
  const client = { query: note, exec: note, command: note } as unknown as AuditConnections['reader'];
  const pool = new ClientPool([client], 1);
  return {
    texts,
    clients: { pools: { readers: pool, background: pool }, control: client, engineBytes: undefined, stagingDir },
  };
}

const newId = (): string => 'id';

it.each<[string, (clients: ReturnType<typeof noting>['clients']) => Promise<unknown>]>([
  ['rows', (clients) => new ReadRunner(clients, newId).rows(statement)],
  ['a file', (clients) => new ReadRunner(clients, newId).parquet(statement)],
])('a read of %s may not write, has limits, and says that copies of a row lie in one partition', async (_, read) => {
  for (const stagingDir of [undefined, '/nowhere']) {
    const { texts, clients } = noting(stagingDir);
    await read(clients).catch(() => {});
    expect(texts[0]).toContain(`${statement.query} SETTINGS readonly = 1, max_execution_time = `);
    for (const limit of ['max_execution_time', 'max_memory_usage', 'max_result_bytes', 'max_result_rows'])
      for (const text of texts) expect(text).toMatch(new RegExp(` ${limit} = \\d+`));
    expect(texts[0]).toContain(finalSettings);
    for (const text of texts) expect(text).toContain(profileSettings);
  }
});

it('so does a statement in the background, which reads with FINAL as well', async () => {
  const { texts, clients } = noting();
  await backgroundStatement(clients, { ...statement, id: 'id' });
  expect(texts).toEqual([expect.stringContaining(finalSettings)]);
  expect(texts[0]).toContain(profileSettings);
});

it('what reads or inserts at the start has a limit of time; what defines tables can have none', async () => {
  const { texts, clients } = noting();
  // Nothing is answered, which the last step of each takes for a failure.
  await requireVersion(clients.control).catch(() => {});
  await migrate(clients.control, [{ version: 1, name: 'none', statements: [] }]).catch(() => {});
  await storeKey(clients.control, () => Buffer.alloc(32)).catch(() => {});
  const limited = texts.filter((text) => !text.startsWith('CREATE TABLE'));
  expect(limited).toHaveLength(6);
  for (const text of limited) expect(text).toMatch(/\bSETTINGS .*\bmax_execution_time = 60\b/s);
});
