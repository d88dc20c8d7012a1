import {
  OffsetTracker,
  type DoneMark,
  type DoneOffsets,
  type EventIdentity,
  type GroupTotals,
  type Inbox,
  type TopicPartition,
} from '@spillway/streaming';
import type { MemoryTables, MemoryTransaction } from './memory-transaction.js';

/** The inbox in memory; transactions run one at a time, so nothing needs a lock. */
export class MemoryInbox implements Inbox<MemoryTransaction> {
  constructor(private readonly tables: MemoryTables) {}

  async load(groupId: string, partitions: readonly TopicPartition[]): Promise<readonly DoneOffsets[]> {
    return find(this.tables.positions, groupId, partitions);
  }

  async admit(
    tx: MemoryTransaction,
    groupId: string,
    _topic: string,
    identities: readonly EventIdentity[],
  ): Promise<readonly boolean[]> {
    return identities.map((identity) => tx.admit(eventKey(groupId, identity)));
  }

  async known(groupId: string, _topic: string, identities: readonly EventIdentity[]): Promise<readonly boolean[]> {
    return identities.map((identity) => this.tables.events.has(eventKey(groupId, identity)));
  }

  async forget(
    tx: MemoryTransaction,
    groupId: string,
    _topic: string,
    identities: readonly EventIdentity[],
  ): Promise<void> {
    for (const identity of identities) tx.forget(eventKey(groupId, identity));
  }

  async markDone(tx: MemoryTransaction, groupId: string, marks: readonly DoneMark[]): Promise<void> {
    const before = new Map(tx.positions);
    for (const mark of marks) {
      const key = positionKey(groupId, mark);
      const known = before.get(key);
      if (isOtherLife(known, mark)) continue;
      const tracker = new OffsetTracker(tx.positions.get(key) ?? { watermark: mark.startOffset, runs: [] });
      for (const [first, last] of mark.runs) tracker.markDone(first, last);
      const topicId = mark.topicId ?? tx.positions.get(key)?.topicId;
      tx.positions.set(key, { ...tracker.snapshot(mark), ...(topicId === undefined ? {} : { topicId }) });
      if (known === undefined || adds(mark, known)) addTotals(tx, groupId, mark);
    }
  }

  async replace(tx: MemoryTransaction, groupId: string, done: readonly DoneOffsets[]): Promise<void> {
    for (const each of done) tx.positions.set(positionKey(groupId, each), each);
  }

  async totals(groupId: string): Promise<readonly GroupTotals[]> {
    return [...this.tables.totals].filter(([key]) => key.startsWith(`${groupId}\n`)).map(([, totals]) => totals);
  }
}

function addTotals(tx: MemoryTransaction, groupId: string, { topic, completed, deadLettered }: GroupTotals): void {
  const key = `${groupId}\n${topic}`;
  const totals = tx.totals.get(key);
  tx.totals.set(key, {
    topic,
    completed: (totals?.completed ?? 0) + completed,
    deadLettered: (totals?.deadLettered ?? 0) + deadLettered,
  });
}

function isOtherLife(known: DoneOffsets | undefined, { topicId }: DoneMark): boolean {
  return known?.topicId !== undefined && topicId !== undefined && known.topicId !== topicId;
}

/** Whether the mark says something new: a mark without offsets always does. */
function adds({ runs }: DoneMark, { watermark, runs: doneRuns }: DoneOffsets): boolean {
  const isDone = ([first, last]: readonly [number, number]): boolean =>
    last < watermark || doneRuns.some((done) => done[0] <= first && last <= done[1]);
  return runs.length === 0 || !runs.every(isDone);
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

function eventKey(groupId: string, { source, id }: EventIdentity): string {
  return JSON.stringify([groupId, source, id]);
}
