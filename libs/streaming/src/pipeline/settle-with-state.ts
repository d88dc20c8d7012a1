import type { OffsetTracker } from '../offsets/offset-tracker.js';
import { partitionKey } from '../ports/partition-key.js';
import type { InboxUpdate, StateStore } from '../ports/state-store.js';
import { coverRound, partitionsOf } from './cover-round.js';
import { parkDeadLetters } from './park-dead-letters.js';
import { planStages } from './plan-stages.js';
import { runStage } from './run-stage.js';
import { assertNotAborted, type Settle, type SettleContext } from './settle.js';
import type { DeadLetterItem, DeliverItem, WorkItem } from './work-item.js';

type Trackers = ReadonlyMap<string, OffsetTracker>;

/**
 * For groups with state: what handlers write and which offsets are done are one transaction. Dead letters are in the
 * log before it commits; a commit that fails afterwards parks them a second time, under the same origin.
 */
export function settleWithState<Tx>(state: StateStore<Tx>): Settle {
  return (items, context) => state.transaction((tx) => settleIn(tx, state, items, context));
}

async function settleIn<Tx>(
  tx: Tx,
  state: StateStore<Tx>,
  items: readonly WorkItem[],
  context: SettleContext,
): Promise<void> {
  const { group, groupId, round, signal } = context;
  const doneBefore = await state.inbox.lock(tx, groupId, partitionsOf(round));
  const trackers = coverRound(round, doneBefore);
  const open = items.filter(({ record }) => !trackers.get(partitionKey(record))!.isDone(record.offset));
  const counted = await admitNew(tx, state, open, groupId);
  const deadLetters = counted.filter((item): item is DeadLetterItem => item.type === 'dead-letter');
  const deliveries = counted.filter((item): item is DeliverItem => item.type === 'deliver');
  for (const stage of planStages(deliveries, group)) {
    assertNotAborted(signal);
    context.onAttempt(stage.items.map((item) => item.record));
    deadLetters.push(...(await runStage(stage, { transaction: tx, signal })));
  }
  assertNotAborted(signal);
  await parkDeadLetters(deadLetters, context);
  for (const { record } of open) trackers.get(partitionKey(record))!.markDone(record.offset);
  await state.inbox.record(tx, groupId, updatesOf(trackers, context, counted, deadLetters));
}

/** Leaves out events the group already knows: another record of the same event counts once and is not handled again. */
async function admitNew<Tx>(
  tx: Tx,
  state: StateStore<Tx>,
  items: readonly WorkItem[],
  groupId: string,
): Promise<readonly WorkItem[]> {
  const known = new Set<WorkItem>();
  for (const [topic, named] of Map.groupBy(
    items.filter((item) => item.identity !== undefined),
    topicOf,
  )) {
    const identities = named.map((item) => item.identity!);
    const isNew = await state.inbox.admit(tx, groupId, topic, identities);
    for (const [index, item] of named.entries()) if (isNew[index] === false) known.add(item);
  }
  return known.size === 0 ? items : items.filter((item) => !known.has(item));
}

function topicOf(item: WorkItem): string {
  return item.record.topic;
}

function updatesOf(
  trackers: Trackers,
  { round }: SettleContext,
  counted: readonly WorkItem[],
  deadLetters: readonly DeadLetterItem[],
): InboxUpdate[] {
  const ended = countByPartition(counted);
  const parked = countByPartition(deadLetters);
  return partitionsOf(round).map((partition) => {
    const key = partitionKey(partition);
    const deadLettered = parked.get(key) ?? 0;
    return {
      done: trackers.get(key)!.snapshot(partition),
      completed: (ended.get(key) ?? 0) - deadLettered,
      deadLettered,
    };
  });
}

function countByPartition(items: readonly WorkItem[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { record } of items) counts.set(partitionKey(record), (counts.get(partitionKey(record)) ?? 0) + 1);
  return counts;
}
