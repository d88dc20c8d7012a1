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
import type { IngestTask } from './ingest-task.ts';
import { makeRounds } from './make-rounds.ts';
import { requireStored } from './require-stored.ts';

const rowsPerBatch = 10_000;
const { dataDir, events } = taskOf<IngestTask>();
const { codec, rounds, makeSlot } = await makeRounds(events, rowsPerBatch);
const batchAt = await makeSlot();
const { signal } = new AbortController();
await (await openAuditStore({ dataDir })).close();
const connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
// Of the connection: there is no other statement on it.
const clickhouse_settings = { async_insert: 0, max_partitions_per_insert_block: '1000' } as const;

let [elapsedMs, cpuMicros, peakRssBytes] = [0, 0, 0];
for (let batch = 0; batch < rounds; batch += 1) {
  const values = await rowsOf(batch);
  // The clock stands still while rows are made.
  const usage = usageSince();
  await connections.writer.insert({ table: 'events', values, format: 'JSONEachRow', clickhouse_settings });
  const one = usage(values.length);
  elapsedMs += one.elapsedMs;
  cpuMicros += one.cpuMicros;
  peakRssBytes = one.peakRssBytes;
}
await connections.close();
await requireStored(dataDir, events);
printResult({ events, elapsedMs, cpuMicros, peakRssBytes });

async function rowsOf(batch: number): Promise<object[]> {
  const rows: object[] = [];
  const decoding = { codec, maxBytes: Number.MAX_SAFE_INTEGER };
  for await (const blocks of toAuditBlocks(decoding, batchAt(batch), signal)) {
    for (const block of blocks) for (const row of block.rows) rows.push(asJson(validateRow(block, row)));
  }
  return rows;
}

/** Bytes as text: what JSON cannot hold would be lost, which is their affair. */
function asJson({ key, value, headers, timestamp, eventTime, payload, ...row }: EventRow): object {
  return {
    ...row,
    key: key?.toString() ?? null,
    value: value?.toString('latin1') ?? null,
    payload: payload.toString(),
    headers: Object.entries(headers).map(([name, text]) => ({ name, value: String(text) })),
    timestamp: toText(timestamp),
    eventTime: eventTime === null ? null : toText(eventTime),
    recordedAt: toText(Date.now()),
  };
}

function toText(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').slice(0, -1);
}
