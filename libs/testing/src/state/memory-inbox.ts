import {
  OffsetTracker,
  type DoneOffsets,
  type EventIdentity,
  type GroupTotals,
  type Inbox,
  type InboxUpdate,
  type TopicPartition,
} from '@spillway/streaming';
import type { MemoryTables, MemoryTransaction } from './memory-transaction.js';

/** The inbox in memory; transactions run one at a time, so nothing needs a lock. */
export class MemoryInbox implements Inbox<MemoryTransaction> {
  constructor(private readonly tables: MemoryTables) {}

  async load(groupId: string, partitions: readonly TopicPartition[]): Promise<readonly DoneOffsets[]> {
    return find(this.tables.positions, groupId, partitions);
  }

  async lock(
    tx: MemoryTransaction,
    groupId: string,
    partitions: readonly TopicPartition[],
  ): Promise<readonly DoneOffsets[]> {
    return find(tx.positions, groupId, partitions);
  }

  async admit(
    tx: MemoryTransaction,
    groupId: string,
    _topic: string,
    identities: readonly EventIdentity[],
  ): Promise<readonly boolean[]> {
    return identities.map(({ source, id }) => tx.admit(JSON.stringify([groupId, source, id])));
  }

  async record(tx: MemoryTransaction, groupId: string, updates: readonly InboxUpdate[]): Promise<void> {
    for (const { done, completed, deadLettered } of updates) {
      const key = positionKey(groupId, done);
      const tracker = new OffsetTracker(tx.positions.get(key));
      tracker.union(done);
      tx.positions.set(key, tracker.snapshot(done));
      const totals = tx.totals.get(totalsKey(groupId, done.topic)) ?? {
        topic: done.topic,
        completed: 0,
        deadLettered: 0,
      };
      tx.totals.set(totalsKey(groupId, done.topic), {
        topic: done.topic,
        completed: totals.completed + completed,
        deadLettered: totals.deadLettered + deadLettered,
      });
    }
  }

  async totals(groupId: string): Promise<readonly GroupTotals[]> {
    return [...this.tables.totals].filter(([key]) => key.startsWith(`${groupId}\n`)).map(([, totals]) => totals);
  }
}

function find(
  positions: ReadonlyMap<string, DoneOffsets>,
  groupId: string,
  partitions: readonly TopicPartition[],
): DoneOffsets[] {
  return partitions.flatMap((partition) => positions.get(positionKey(groupId, partition)) ?? []);
}

function positionKey(groupId: string, { topic, partition }: TopicPartition): string {
  return `${groupId}\n${topic}\n${partition}`;
}

function totalsKey(groupId: string, topic: string): string {
  return `${groupId}\n${topic}`;
}
