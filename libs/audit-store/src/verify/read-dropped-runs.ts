import type { OffsetRun } from '../query/offset-runs.js';
import type { ReadRunner } from '../query/read-runner.js';
import { storedPartitionKey, type StoredPartition } from '../query/stored-partition.js';
import type { DroppedRun } from './gone-of.js';

/** What retention has dropped where some ranges lie, each time that it did, by the key of their partition. */
export async function readDroppedRuns(
  run: ReadRunner,
  ranges: readonly (StoredPartition & OffsetRun)[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly DroppedRun[]>> {
  const spans = [...Map.groupBy(ranges, storedPartitionKey).values()].map((same) => ({
    ...same[0]!,
    first: Math.min(...same.map(({ first }) => first)),
    last: Math.max(...same.map(({ last }) => last)),
  }));
  if (spans.length === 0) return new Map();
  const rows = await run.rows<StoredPartition & DroppedRun>(
    {
      query: `SELECT topic, topicId, partition, first, last, toUnixTimestamp64Milli(droppedAt) AS droppedAtMs FROM audit_dropped
        WHERE topic IN {topics:Array(String)} AND arrayExists(
          (t, i, p, f, l) -> topic = t AND topicId = i AND partition = p AND first <= l AND last >= f,
          {topics:Array(String)}, {topicIds:Array(String)}, {partitions:Array(UInt32)},
          {firsts:Array(UInt64)}, {lasts:Array(UInt64)})`,
      params: {
        topics: spans.map(({ topic }) => topic),
        topicIds: spans.map(({ topicId }) => topicId),
        partitions: spans.map(({ partition }) => partition),
        firsts: spans.map(({ first }) => first),
        lasts: spans.map(({ last }) => last),
      },
      doing: 'reading what retention has dropped',
    },
    signal,
  );
  return Map.groupBy(rows, storedPartitionKey);
}
