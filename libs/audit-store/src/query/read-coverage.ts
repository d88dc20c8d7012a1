import type { LoggedPartition, PartitionCoverage } from '@spillway/streaming';
import { partitionBounds } from './partition-bounds.js';
import { partitionCoverage, type PartitionFacts } from './partition-coverage.js';
import { readDropped } from './read-dropped.js';
import { readMissing } from './read-missing.js';
import { readPositions } from './read-positions.js';
import { readRefused } from './read-refused.js';
import type { ReadRunner } from './read-runner.js';
import { storedPartitionKey, type StoredPartition } from './stored-partition.js';
import type { ManifestedBlocks } from './stored-positions.js';

export interface ReadCoverageOptions {
  readonly signal?: AbortSignal | undefined;
  /** Count positions and not what readers see, see readPositions. */
  readonly positionsOnly?: boolean | undefined;
}

/** Compares partitions of the log with the store. Costs one scan of the positions, and more only where some are missing. */
export async function readCoverage(
  run: ReadRunner,
  partitions: readonly LoggedPartition[],
  { signal, positionsOnly = false }: ReadCoverageOptions = {},
): Promise<readonly PartitionCoverage[]> {
  if (partitions.length === 0) return [];
  const topics = [...new Set(partitions.map(({ topic }) => topic))];
  // Manifests before rows, as a block is written the other way round: what arrives between the two is no gap.
  const blocks = await readBlocks(run, topics, signal);
  const stored = await readPositions(run, { topics, asSeen: !positionsOnly }, signal);
  const facts: PartitionFacts[] = [];
  for (const log of partitions) {
    const positions = stored.get(storedPartitionKey(log));
    const bounds = partitionBounds(log, positions, blocks.get(storedPartitionKey(log)));
    const isWhole = bounds === undefined || (positions?.positions ?? 0) === bounds.upTo - bounds.start;
    const missing = isWhole ? undefined : await readMissing(run, log, { bounds }, signal);
    const storedWithin = log.within === undefined ? undefined : await countWithin(run, log, log.within, signal);
    facts.push({ bounds, stored: positions, missing, storedWithin });
  }
  const refused = await readRefused(run, topics, signal);
  // Last: it is noted before its rows go.
  const dropped = await readDropped(run, topics, signal);
  const result: PartitionCoverage[] = [];
  for (const [index, log] of partitions.entries()) {
    const name = storedPartitionKey(log);
    const accounted = { ...facts[index]!, refused: refused.get(name), dropped: dropped.get(name) };
    const { timeIsKnown, ...coverage } = partitionCoverage(log, accounted);
    result.push(timeIsKnown ? coverage : await withTimeBeforeGap(run, coverage, signal));
  }
  return result;
}

async function readBlocks(run: ReadRunner, topics: readonly string[], signal?: AbortSignal) {
  const ranges = await run.rows<StoredPartition & ManifestedBlocks>(
    {
      query: `SELECT topic, topicId, partition, min(first) AS minFirst, max(last) AS maxLast
        FROM audit_blocks WHERE topic IN {topics:Array(String)} GROUP BY topic, topicId, partition`,
      params: { topics },
      doing: 'reading block manifests',
    },
    signal,
  );
  return new Map(ranges.map((row) => [storedPartitionKey(row), row]));
}

const ofPartition = 'topic = {topic:String} AND topicId = {topicId:String} AND partition = {partition:UInt32}';

async function countWithin(
  run: ReadRunner,
  { topic, topicId, partition }: LoggedPartition,
  { beginOffset, endOffset }: NonNullable<LoggedPartition['within']>,
  signal?: AbortSignal,
): Promise<number> {
  const [row] = await run.rows<{ positions: number }>(
    {
      query: `SELECT groupBitmap(offset) AS positions FROM audit_positions
        WHERE ${ofPartition} AND offset >= {from:UInt64} AND offset < {to:UInt64}`,
      params: { topic, topicId, partition, from: beginOffset.toString(), to: endOffset.toString() },
      doing: 'counting stored positions',
    },
    signal,
  );
  return row?.positions ?? 0;
}

async function withTimeBeforeGap(
  run: ReadRunner,
  coverage: PartitionCoverage,
  signal?: AbortSignal,
): Promise<PartitionCoverage> {
  const { topic, topicId, partition, completeUpTo } = coverage;
  const nextOffset = completeUpTo.nextOffset.toString();
  const [row] = await run.rows<{ timeMs: number }>(
    {
      query: `SELECT toUnixTimestamp64Milli(timestamp) AS timeMs FROM audit_positions
        WHERE ${ofPartition} AND offset < {nextOffset:UInt64} ORDER BY offset DESC LIMIT 1`,
      params: { topic, topicId, partition, nextOffset },
      doing: 'looking for gaps',
    },
    signal,
  );
  return { ...coverage, completeUpTo: { ...completeUpTo, timeMs: row?.timeMs ?? null } };
}
