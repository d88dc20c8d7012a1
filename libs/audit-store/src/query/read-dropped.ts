import { uniteRuns, type OffsetRun } from './offset-runs.js';
import type { ReadRunner } from './read-runner.js';
import { storedPartitionKey, type StoredPartition } from './stored-partition.js';
import { unitedRuns } from './united-runs.js';

const droppedOfTopics = `SELECT topic, topicId, partition, first, last FROM audit_dropped
  WHERE topic IN {topics:Array(String)}`;

/** What retention has dropped of some topics: ascending, disjoint runs by the key of their partition. */
export async function readDropped(
  run: ReadRunner,
  topics: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly OffsetRun[]>> {
  const rows = await run.rows<StoredPartition & OffsetRun>(
    {
      // Retention notes a stretch of every partition each time: years of them are one run.
      query: `SELECT topic, topicId, partition, runFirst AS first, runLast AS last FROM (${unitedRuns(droppedOfTopics)})`,
      params: { topics },
      doing: 'reading what retention has dropped',
    },
    signal,
  );
  const byPartition = Map.groupBy(rows, storedPartitionKey);
  return new Map([...byPartition].map(([name, runs]) => [name, uniteRuns(runs)]));
}
