import type { MemoryTransport, StateStore } from '@spillway/streaming';
import type { CheckedTopic } from '../checker/delivery-history.js';
import type { GroupMemberProcess } from './group-member-process.js';

interface World {
  readonly members: readonly GroupMemberProcess[];
  readonly topics: readonly CheckedTopic[];
  readonly transport: MemoryTransport;
  readonly state: StateStore | undefined;
}

/** Whether the group owns all partitions of its topics and tiers and has done everything in them. */
export async function isSettled({ members, topics, transport, state }: World): Promise<boolean> {
  const statuses = members.filter(({ isCutOff }) => !isCutOff).map(({ consumer }) => consumer.status());
  if (statuses.length === 0 || statuses.some((status) => status.state !== 'running')) return false;
  const done = new Map<string, bigint>();
  for (const { topic, partition, doneOffset } of statuses.flatMap(({ partitions }) => partitions)) {
    done.set(`${topic}/${partition}`, doneOffset);
  }
  const names = topics.flatMap(({ topic, tiers }) => [topic, ...tiers.map((tier) => tier.topic)]);
  const ranges = await Promise.all(names.map((name) => transport.admin().ranges(name)));
  if (state !== undefined && (await state.outbox.backlog()).entries > 0) return false;
  return ranges
    .flat()
    .every(({ topic, partition, endOffset }) => (done.get(`${topic}/${partition}`) ?? -1n) >= endOffset);
}
