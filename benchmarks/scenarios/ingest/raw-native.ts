// The same rows in the same inserts in the format Native, made by ClickHouse before the clock starts: what columns would save it.
import { readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openAuditStore } from '@spillway/audit-store';
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../../libs/audit-store/dist/connection/open-embedded-connections.js';
import { eventColumns } from '../../../libs/audit-store/dist/encode/event-columns.js';
import { insertStatement } from '../../../libs/audit-store/dist/write/insert-statement.js';
import { stringLiteral } from '../../../libs/audit-store/dist/connection/string-literal.js';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import { encodeInserts } from './encode-inserts.ts';
import type { IngestTask } from './ingest-task.ts';
import { requireStored } from './require-stored.ts';

const { dataDir, events } = taskOf<IngestTask>();
const rowBinary = await encodeInserts(events);
await (await openAuditStore({ dataDir })).close();
const connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
const { writer, stagingDir } = connections;
const query = `SELECT name, type FROM system.columns
  WHERE database = currentDatabase() AND table = 'events' AND default_kind = ''`;
const columns = await (
  await writer.query({ query, format: 'JSONEachRow' })
).json<{ readonly name: string; readonly type: string }>();
const typeOf = new Map(columns.map(({ name, type }) => [name, type]));
const structure = stringLiteral(eventColumns.map((name) => `${name} ${typeOf.get(name)}`).join(', '));

const native: Buffer[] = [];
for (const bytes of rowBinary) native.push(await toNative(bytes));
const file = join(stagingDir!, 'insert.native');

const usage = usageSince();
for (const [index, bytes] of native.entries()) {
  // A file for each insert, as for RowBinary.
  await writeFile(file, bytes);
  const insert = { table: 'events', columns: eventColumns, token: `native-${index}` } as const;
  await writer.command({ query: insertStatement(insert, file).replace(/RowBinary$/, 'Native') });
  await unlink(file);
}
const measurement = usage(events);
await connections.close();
await requireStored(dataDir, events);
printResult({ ...measurement, figures: { rowsPerInsert: events / native.length } });

async function toNative(bytes: Buffer): Promise<Buffer> {
  const [from, to] = [join(stagingDir!, 'rows.bin'), join(stagingDir!, 'rows.native')];
  await writeFile(from, bytes);
  const rows = `file(${stringLiteral(from)}, RowBinary, ${structure})`;
  await writer.command({ query: `SELECT * FROM ${rows} INTO OUTFILE ${stringLiteral(to)} FORMAT Native` });
  const made = await readFile(to);
  await Promise.all([unlink(from), unlink(to)]);
  return made;
}
