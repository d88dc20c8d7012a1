import type { ClickHouseClient } from '@clickhouse/client';
import { SpillwayError } from '@spillway/events';
import { storeFailure } from '../connection/store-failure.js';
import { timeLimit } from '../connection/time-limit.js';

/** The first with statistics of the type `basic`, by which parts without anything new are left out unopened. */
export const oldestVersion = { major: 26, minor: 6 };

/**
 * Refuses a server whose statements would fail one by one.
 *
 * @throws SpillwayError `SPW-7014` older than what the tables need · `SPW-7002` ClickHouse does not answer
 */
export async function requireVersion(client: ClickHouseClient): Promise<void> {
  const version = await readVersion(client);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const { major: oldestMajor, minor: oldestMinor } = oldestVersion;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new SpillwayError('SPW-7014', `ClickHouse is ${version}; ${oldestMajor}.${oldestMinor} or newer is needed`, {
    context: { version },
  });
}

async function readVersion(client: ClickHouseClient): Promise<string> {
  try {
    const query = `SELECT version() AS version SETTINGS ${timeLimit('writer')}`;
    const answer = await client.query({ query, format: 'JSONEachRow' });
    const [row] = await answer.json<{ version: string }>();
    return row!.version;
  } catch (error) {
    throw storeFailure(error, 'asking for its version');
  }
}
