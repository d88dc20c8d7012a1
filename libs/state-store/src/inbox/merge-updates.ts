import type { DoneOffsets, InboxUpdate } from '@spillway/streaming';

/** One update per partition, since one statement may touch a row once. Runs may overlap afterwards: the database unites them. */
export function mergeUpdates(updates: readonly InboxUpdate[]): readonly InboxUpdate[] {
  const byPartition = new Map<string, InboxUpdate>();
  for (const update of updates) {
    const key = `${update.done.partition}/${update.done.topic}`;
    const known = byPartition.get(key);
    byPartition.set(key, known === undefined ? update : add(known, update));
  }
  return [...byPartition.values()];
}

function add(left: InboxUpdate, right: InboxUpdate): InboxUpdate {
  return {
    done: unite(left.done, right.done),
    completed: left.completed + right.completed,
    deadLettered: left.deadLettered + right.deadLettered,
  };
}

function unite(left: DoneOffsets, right: DoneOffsets): DoneOffsets {
  return {
    ...left,
    watermark: Math.max(left.watermark, right.watermark),
    runs: [...left.runs, ...right.runs],
  };
}
