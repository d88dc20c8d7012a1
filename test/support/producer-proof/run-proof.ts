import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { BrokerCluster } from './broker-cluster.js';
import { checkWrites, type WriteFindings } from './check-writes.js';
import { faultPlan, injectFault, untilLeading, untilWhole, type InjectedFault } from './inject-fault.js';
import { plainWriter } from './plain-writer.js';
import { publishingWriter } from './publishing-writer.js';
import { readWholeLog } from './read-whole-log.js';
import type { Writer } from './writer.js';

export interface ProofPlan {
  /** Per writer. */
  readonly events: number;
  readonly faults: number;
  readonly eventsPerSecond: number;
}

export interface WriterResult extends WriteFindings {
  readonly name: string;
  /** Acks that came while a fault lasted, per fault. */
  readonly ackedDuringFaults: readonly number[];
}

export interface ProofResult {
  readonly faults: readonly InjectedFault[];
  readonly writers: readonly WriterResult[];
}

const partitions = 12;
const tickMs = 5;

/**
 * Publishes numbered events while the leaders of three brokers are killed and halted in turn, ours and kafkajs's own
 * under the same faults, and compares every ack with what then lies in the log.
 */
export async function runProof(plan: ProofPlan): Promise<ProofResult> {
  const cluster = await BrokerCluster.start();
  const kafka = new Kafka({ brokers: [...cluster.brokers], logLevel: logLevel.NOTHING, retry: { retries: 20 } });
  // A halted broker answers nothing: another one is asked soon.
  const observer = new Kafka({ brokers: [...cluster.brokers], logLevel: logLevel.NOTHING, requestTimeout: 3_000 });
  const admin = observer.admin({ retry: { retries: 20 } });
  await admin.connect();
  const writers: Writer[] = [];
  try {
    const topics = ['ours', 'plain', 'idempotent'].map((name) => `proof.${name}-${randomUUID().slice(0, 8)}`);
    await admin.createTopics({ topics: topics.map((topic) => ({ topic, numPartitions: partitions })) });
    await untilWhole(admin, topics);
    const [ours, plain, idempotent] = topics as [string, string, string];
    const common = { brokers: cluster.brokers, partitions };
    writers.push(publishingWriter(cluster.brokers, ours));
    writers.push(await plainWriter({ ...common, topic: plain, idempotent: false }));
    writers.push(await plainWriter({ ...common, topic: idempotent, idempotent: true }));
    const { faults, ackedDuringFaults } = await writeUnderFaults({ plan, cluster, admin, topics, writers });
    const results: WriterResult[] = [];
    for (const [index, writer] of writers.entries()) {
      const findings = checkWrites(writer, await readWholeLog(kafka, writer.topic));
      results.push({
        name: writer.name,
        ...findings,
        ackedDuringFaults: ackedDuringFaults.map((acks) => acks[index]!),
      });
    }
    return { faults, writers: results };
  } finally {
    await Promise.allSettled(writers.map((writer) => writer.close()));
    await admin.disconnect().catch(() => {});
    await cluster.stop();
  }
}

interface Stage {
  readonly plan: ProofPlan;
  readonly cluster: BrokerCluster;
  readonly admin: Admin;
  readonly topics: readonly string[];
  readonly writers: readonly Writer[];
}

/** One stretch of the events per fault; the fault begins when a tenth of its stretch is written. */
async function writeUnderFaults({ plan, cluster, admin, topics, writers }: Stage) {
  const faults: InjectedFault[] = [];
  const ackedDuringFaults: number[][] = [];
  const failed = new AbortController();
  const stretch = Math.ceil(plan.events / plan.faults);
  try {
    for (const [turn, fault] of faultPlan(plan.faults, cluster.ids).entries()) {
      await untilLeading(admin, topics, fault.broker);
      const first = turn * stretch;
      const last = Math.min(plan.events, first + stretch);
      const writing = writeAll(writers, { first, last, eventsPerSecond: plan.eventsPerSecond, signal: failed.signal });
      writing.catch(() => {});
      await sleep((1_000 * stretch) / plan.eventsPerSecond / 10);
      const before = writers.map(({ acks }) => acks.length);
      faults.push(await injectFault(cluster, admin, topics, fault));
      ackedDuringFaults.push(writers.map(({ acks }, index) => acks.length - before[index]!));
      await writing;
    }
  } finally {
    failed.abort();
  }
  return { faults, ackedDuringFaults };
}

interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly eventsPerSecond: number;
  readonly signal: AbortSignal;
}

async function writeAll(writers: readonly Writer[], { first, last, eventsPerSecond, signal }: Stretch): Promise<void> {
  const startedMs = performance.now();
  for (let next = first; next < last && !signal.aborted; await sleep(tickMs)) {
    const due = Math.min(last, first + Math.floor(((performance.now() - startedMs) * eventsPerSecond) / 1_000));
    for (; next < due; next++) for (const writer of writers) writer.write(next);
  }
  await Promise.all(writers.map((writer) => writer.settled()));
}
