import { uniteRuns, type OffsetRun } from './offset-runs.js';
import type { ReadRunner } from './read-runner.js';

interface DroppedRow extends OffsetRun {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
}

/** What retention has dropped of some topics: ascending, disjoint runs by `topic/topicId/partition`. */
export async function readDropped(
  run: ReadRunner,
  topics: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly OffsetRun[]>> {
  const rows = await run.rows<DroppedRow>(
    {
      query: `SELECT DISTINCT topic, topicId, partition, first, last FROM audit_dropped
        WHERE topic IN {topics:Array(String)}`,
      params: { topics },
      doing: 'reading what retention has dropped',
    },
    signal,
  );
  const byPartition = Map.groupBy(rows, ({ topic, topicId, partition }) => `${topic}/${topicId}/${partition}`);
  return new Map([...byPartition].map(([name, runs]) => [name, uniteRuns(runs)]));
}
