import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../../libs/audit-store/dist/connection/open-embedded-connections.js';
import { eventColumns } from '../../../libs/audit-store/dist/encode/event-columns.js';
import { InfileBlockWriter } from '../../../libs/audit-store/dist/write/infile-block-writer.js';
import { percentile } from '../../harness/percentile.ts';
import { encodeInserts } from '../ingest/encode-inserts.ts';

/** A fifth of the inserts that a full intake makes of orders, so that there are five of them. */
const rows = 120_000;

/** The median of what an insert takes in a store that holds something already, in ms. */
export async function insertIntoFilled(dataDir: string): Promise<number> {
  const inserts = await encodeInserts(rows);
  const { writer, stagingDir, close } = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  const blockWriter = new InfileBlockWriter(writer, stagingDir!);
  const millis: number[] = [];
  for (const bytes of inserts) {
    const startMs = performance.now();
    await blockWriter.insert({ table: 'events', columns: eventColumns, bytes, token: crypto.randomUUID() });
    millis.push(performance.now() - startMs);
  }
  await close();
  return percentile(millis, 0.5);
}
