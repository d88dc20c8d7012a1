// The same rows in the same inserts, encoded before the clock starts: what ClickHouse alone takes.
import { openAuditStore } from '@spillway/audit-store';
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../../libs/audit-store/dist/connection/open-embedded-connections.js';
import { eventColumns } from '../../../libs/audit-store/dist/encode/event-columns.js';
import { InfileBlockWriter } from '../../../libs/audit-store/dist/write/infile-block-writer.js';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import { encodeInserts } from './encode-inserts.ts';
import type { IngestTask } from './ingest-task.ts';
import { requireStored } from './require-stored.ts';

const { dataDir, events } = taskOf<IngestTask>();
const inserts = await encodeInserts(events);
await (await openAuditStore({ dataDir })).close();
const connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
const blockWriter = new InfileBlockWriter(connections.pools.writer, connections.stagingDir!);

const usage = usageSince();
for (const [index, bytes] of inserts.entries()) {
  await blockWriter.insert({ table: 'events', columns: eventColumns, bytes, token: `raw-${index}` });
}
const measurement = usage(events);
await connections.close();
await requireStored(dataDir, events);
printResult({ ...measurement, figures: { rowsPerInsert: events / inserts.length } });
