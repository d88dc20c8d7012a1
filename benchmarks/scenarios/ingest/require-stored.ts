import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../../libs/audit-store/dist/connection/open-embedded-connections.js';

/** Throws unless exactly so many records are stored, each once. */
export async function requireStored(dataDir: string, events: number): Promise<void> {
  const engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
  const query = 'SELECT count() AS rows, uniqExact(partition, offset) AS records FROM events';
  const [found] = await (
    await engine.reader.query({ query, format: 'JSONEachRow' })
  ).json<{ readonly rows: number; readonly records: number }>();
  await engine.close();
  if (found?.rows === events && found.records === events) return;
  throw new Error(`${found?.rows} rows of ${found?.records} records are stored instead of ${events}`);
}
