import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { until } from '../launcher.js';
import type { BrokerCluster } from './broker-cluster.js';
import { isLeading, topicState } from './topic-state.js';

export interface Fault {
  readonly kind: 'kill' | 'halt';
  readonly broker: number;
}

/** What a fault did, as seen from outside. */
export interface InjectedFault extends Fault {
  /** Partitions that the broker led when it was hit. */
  readonly led: number;
  /** Whether the process was still gone or halted at the end of the time planned. */
  readonly took: boolean;
  /** Whether others led all of its partitions before it came back. */
  readonly leadersMoved: boolean;
}

const haltMs = 6_000;
const downMs = 2_000;
const patienceMs = 120_000;

/** Kills and halts in turn, and goes round the brokers: six faults give each broker both. */
export function faultPlan(count: number, brokers: readonly number[]): readonly Fault[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: index % 2 === 0 ? 'kill' : 'halt',
    broker: brokers[index % brokers.length]!,
  }));
}

/** Hits one leader of the topics, lets it come back, and waits until all copies are in sync again. */
export async function injectFault(
  cluster: BrokerCluster,
  admin: Admin,
  topics: readonly string[],
  { kind, broker }: Fault,
): Promise<InjectedFault> {
  const led = (await topicState(admin, topics)).led.get(broker) ?? 0;
  if (kind === 'kill') await cluster.kill(broker);
  else cluster.halt(broker);
  await until(`broker ${broker} does not run`, () => !cluster.runs(broker), patienceMs);
  if (kind === 'kill')
    await until(`broker ${broker} leads nothing`, async () => !(await isLeading(admin, topics, broker)), patienceMs);
  await sleep(kind === 'kill' ? downMs : haltMs);
  const took = !cluster.runs(broker);
  const leadersMoved = !(await isLeading(admin, topics, broker));
  if (kind === 'kill') await cluster.start(broker);
  else cluster.goOn(broker);
  await untilWhole(admin, topics);
  return { kind, broker, led, took, leadersMoved };
}

export async function untilWhole(admin: Admin, topics: readonly string[]): Promise<void> {
  await until('all copies are in sync', async () => (await topicState(admin, topics)).isWhole, patienceMs);
}

/** Leadership goes back to a broker some seconds after it is in sync again. */
export async function untilLeading(admin: Admin, topics: readonly string[], broker: number): Promise<void> {
  await until(`broker ${broker} leads again`, () => isLeading(admin, topics, broker), patienceMs);
}
