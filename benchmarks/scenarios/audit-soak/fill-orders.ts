// Writes the orders that are to be drained, each with its own id.
import { auditedTopics } from '@spillway/audit-app';
import type { LogRecord } from '@spillway/streaming';
import { printResult } from '../../harness/print-result.ts';
import { taskOf } from '../../harness/task-of.ts';
import { makeRounds } from '../ingest/make-rounds.ts';
import { partitions, soakTopic, type AuditSoakTask } from './audit-soak-task.ts';
import { openLog } from '../../harness/open-log.ts';

/** Orders that differ; their payloads come again with other ids. */
const differing = 6_000;

const { brokers, prefix, events } = taskOf<AuditSoakTask>();
const transport = await openLog(brokers, prefix);
await transport.admin().ensureTopics(auditedTopics.map((name) => ({ name, partitions })));
const { makeSlot } = await makeRounds(differing, differing);
const orders = (await makeSlot())(0).flatMap(({ records }) => records);
const sink = transport.sink();
for (let start = 0; start < events; start += orders.length) {
  await Promise.all(orders.slice(0, events - start).map((order, index) => sink.append(recordOf(order, start + index))));
}
await transport.close();
printResult({});

function recordOf({ key, value, headers }: LogRecord, serial: number) {
  return {
    topic: soakTopic,
    partition: serial % partitions,
    key,
    value,
    headers: { ...headers, ce_id: Buffer.from(`order-${serial}`) },
  };
}
