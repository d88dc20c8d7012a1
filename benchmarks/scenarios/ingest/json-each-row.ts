// What the stock client does with the same rows, given as finished objects: JSONEachRow, 10,000 rows a batch.
import { openAuditStore } from '@spillway/audit-store';
import { systemClock } from '@spillway/streaming';
import { toAuditBlocks } from '../../../apps/audit/dist/sink/to-audit-blocks.js';
import { openEmbeddedConnections } from '../../../libs/audit-store/dist/connection/open-embedded-connections.js';
import type { EventRow } from '../../../libs/audit-store/dist/encode/event-row.js';
import { validateRow } from '../../../libs/audit-store/dist/encode/validate-row.js';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import { ingestTopic, ingestTopicId, type IngestTask } from './ingest-task.ts';
import { makeRounds } from './make-rounds.ts';
import { requireStored } from './require-stored.ts';

const rowsPerBatch = 10_000;
const { dataDir, events } = taskOf<IngestTask>();
const { codec, rounds } = await makeRounds(events);
const topicIds = new Map([[ingestTopic, ingestTopicId]]);
const { signal } = new AbortController();
const rows: object[] = [];
for (const round of rounds) {
  for await (const blocks of toAuditBlocks({ codec, topicIds, maxBytes: Number.MAX_SAFE_INTEGER }, round, signal)) {
    for (const block of blocks) for (const row of block.rows) rows.push(asJson(validateRow(block, row)));
  }
}
await (await openAuditStore({ dataDir })).close();
const connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
// Of the connection: there is no other statement on it.
const clickhouse_settings = { async_insert: 0, max_partitions_per_insert_block: '1000' } as const;

const usage = usageSince();
for (let start = 0; start < rows.length; start += rowsPerBatch) {
  const values = rows.slice(start, start + rowsPerBatch);
  await connections.writer.insert({ table: 'events', values, format: 'JSONEachRow', clickhouse_settings });
}
const measurement = usage(events);
await connections.close();
await requireStored(dataDir, events);
printResult(measurement);

/** Bytes as text: what JSON cannot hold would be lost, which is their affair. */
function asJson({ key, value, headers, timestamp, eventTime, ...row }: EventRow): object {
  return {
    ...row,
    key: key?.toString() ?? null,
    value: value?.toString('latin1') ?? null,
    headers: Object.entries(headers).map(([name, text]) => ({ name, value: String(text) })),
    timestamp: toText(timestamp),
    eventTime: eventTime === null ? null : toText(eventTime),
    recordedAt: toText(Date.now()),
  };
}

function toText(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').slice(0, -1);
}
