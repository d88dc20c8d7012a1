import { OffsetTracker } from '../offsets/offset-tracker.js';
import { partitionKey } from '../ports/partition-key.js';
import type { PartitionBatch, TopicPartition } from '../ports/record.js';
import type { DoneOffsets } from '../ports/state-store.js';

/**
 * Trackers of the partitions of a round: what was done before, plus the offsets of the round that hold no record.
 * A partition never seen counts as done below the round, for that is where the group started.
 */
export function coverRound(
  round: readonly PartitionBatch[],
  doneBefore: readonly DoneOffsets[],
): ReadonlyMap<string, OffsetTracker> {
  const known = new Map(doneBefore.map((done) => [partitionKey(done), done]));
  return new Map(
    round.map((batch) => {
      const start = known.get(partitionKey(batch)) ?? { watermark: batch.baseOffset, runs: [] };
      const tracker = new OffsetTracker(start);
      markHoles(tracker, batch);
      return [partitionKey(batch), tracker];
    }),
  );
}

function markHoles(tracker: OffsetTracker, batch: PartitionBatch): void {
  let expected = batch.baseOffset;
  for (const { offset } of batch.records) {
    if (offset > expected) tracker.markDone(expected, offset - 1);
    expected = offset + 1;
  }
  tracker.markDone(expected, batch.nextOffset - 1);
}

/** The partitions of a round in the one order in which everybody locks them. */
export function partitionsOf(round: readonly PartitionBatch[]): TopicPartition[] {
  return round
    .map(({ topic, partition }) => ({ topic, partition }))
    .toSorted((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1));
}
