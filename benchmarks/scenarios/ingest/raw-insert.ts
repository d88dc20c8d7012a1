// The same rows in the same inserts, encoded before the clock starts: what ClickHouse alone takes.
import { openAuditStore } from '@spillway/audit-store';
import { systemClock } from '@spillway/streaming';
import { intakeLimits } from '../../../apps/audit/dist/sink/intake-limits.js';
import { toAuditBlocks } from '../../../apps/audit/dist/sink/to-audit-blocks.js';
import { defaultIntakeBytes } from '../../../libs/audit-store/dist/audit-config.js';
import { openEmbeddedConnections } from '../../../libs/audit-store/dist/connection/open-embedded-connections.js';
import { ByteWriter } from '../../../libs/audit-store/dist/encode/byte-writer.js';
import { encodeInsert } from '../../../libs/audit-store/dist/encode/encode-insert.js';
import { eventColumns } from '../../../libs/audit-store/dist/encode/event-columns.js';
import { insertLimits, planInserts } from '../../../libs/audit-store/dist/encode/plan-inserts.js';
import { InfileBlockWriter } from '../../../libs/audit-store/dist/write/infile-block-writer.js';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { usageSince } from '../../harness/usage-since.ts';
import { ingestTopic, ingestTopicId, type IngestTask } from './ingest-task.ts';
import { makeRounds } from './make-rounds.ts';
import { requireStored } from './require-stored.ts';

const { dataDir, events } = taskOf<IngestTask>();
const { codec, rounds, makeSlot } = await makeRounds(events);
const roundAt = await makeSlot();
const { insertBytes: maxBytes } = intakeLimits(defaultIntakeBytes);
const topicIds = new Map([[ingestTopic, ingestTopicId]]);
const { signal } = new AbortController();
const writer = new ByteWriter();
const inserts: Buffer[] = [];
for (let round = 0; round < rounds; round += 1) {
  for await (const blocks of toAuditBlocks({ codec, topicIds, maxBytes }, roundAt(round), signal)) {
    for (const insert of planInserts(blocks, { ...insertLimits, maxBytes })) {
      inserts.push(Buffer.from((await encodeInsert(writer, insert, Date.now())).bytes));
    }
  }
}
await (await openAuditStore({ dataDir })).close();
const connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
const blockWriter = new InfileBlockWriter(connections.writer, connections.stagingDir!);

const usage = usageSince();
for (const [index, bytes] of inserts.entries()) {
  await blockWriter.insert({ table: 'events', columns: eventColumns, bytes, token: `raw-${index}` });
}
const measurement = usage(events);
await connections.close();
await requireStored(dataDir, events);
printResult({ ...measurement, figures: { rowsPerInsert: events / inserts.length } });
