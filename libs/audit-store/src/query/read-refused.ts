import { subtractRuns, uniteRuns, type OffsetRun } from './offset-runs.js';
import type { ReadRunner } from './read-runner.js';
import { storedPartitionKey, type StoredPartition } from './stored-partition.js';

const maxRefusals = 100_000;

/**
 * Offsets of some topics that were refused and are not stored, by the key of their partition: what is stored by now was taken
 * at another try.
 */
export async function readRefused(
  run: ReadRunner,
  topics: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly OffsetRun[]>> {
  const ofTopics = 'topic IN {topics:Array(String)}';
  const refused = await read(
    run,
    `SELECT topic, topicId, partition, offset AS first, offset AS last FROM audit_refusals
      WHERE ${ofTopics} ORDER BY topic, topicId, partition, offset LIMIT ${maxRefusals}`,
    { topics, signal },
  );
  if (refused.size === 0) return refused;
  const stored = await read(
    run,
    `SELECT DISTINCT topic, topicId, partition, offset AS first, offset AS last FROM audit_positions
      WHERE ${ofTopics} AND (topic, topicId, partition, offset) IN (
        SELECT topic, topicId, partition, offset FROM audit_refusals WHERE ${ofTopics}) LIMIT ${maxRefusals}`,
    { topics, signal },
  );
  return new Map([...refused].map(([name, runs]) => [name, subtractRuns(runs, stored.get(name) ?? [])]));
}

async function read(
  run: ReadRunner,
  query: string,
  { topics, signal }: { readonly topics: readonly string[]; readonly signal: AbortSignal | undefined },
): Promise<ReadonlyMap<string, readonly OffsetRun[]>> {
  const statement = { query, params: { topics }, doing: 'reading refused records' };
  const rows = await run.rows<StoredPartition & OffsetRun>(statement, signal);
  return new Map([...Map.groupBy(rows, storedPartitionKey)].map(([name, runs]) => [name, uniteRuns(runs)]));
}
