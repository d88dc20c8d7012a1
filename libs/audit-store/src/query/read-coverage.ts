import type { LoggedPartition, PartitionCoverage } from '@spillway/streaming';
import type { OffsetRun } from './offset-runs.js';
import { partitionCoverage, type ManifestedBlocks, type StoredPositions } from './partition-coverage.js';
import { readDropped } from './read-dropped.js';
import type { ReadRunner } from './read-runner.js';
import { storedPartitionKey, type StoredPartition } from './stored-partition.js';

/** Past so many holes a partition is past listing: what follows counts as one gap. */
const maxHoles = 100_000;

/** Compares partitions of the log with the store. Costs one scan of the positions, and more only where some are missing. */
export async function readCoverage(
  run: ReadRunner,
  partitions: readonly LoggedPartition[],
  signal?: AbortSignal,
): Promise<readonly PartitionCoverage[]> {
  if (partitions.length === 0) return [];
  const topics = [...new Set(partitions.map(({ topic }) => topic))];
  // Manifests before rows, as a block is written the other way round: what arrives between the two is no gap.
  const blocks = await readBlocks(run, topics, signal);
  const refusals = await readRefusals(run, topics, signal);
  const stored = await readPositions(run, topics, signal);
  // Last: it is noted before its rows go.
  const dropped = await readDropped(run, topics, signal);
  const result: PartitionCoverage[] = [];
  for (const log of partitions) {
    const positions = stored.get(storedPartitionKey(log));
    const holes = hasHoles(positions) ? await readHoles(run, log, signal) : [];
    const withHoles = positions && { ...positions, holes };
    const { timeIsKnown, ...coverage } = partitionCoverage(log, withHoles, blocks.get(storedPartitionKey(log)), {
      refusals: refusals.get(storedPartitionKey(log)),
      dropped: dropped.get(storedPartitionKey(log)),
    });
    result.push(timeIsKnown ? coverage : await withTimeBeforeGap(run, coverage, signal));
  }
  return result;
}

/** FINAL reads the parts of all days side by side: with blocks of 64 Ki rows a thousand of them do not fit into 600 MB. */
const allPositions = `SELECT topic, topicId, partition, offset, timestamp
  FROM audit_events WHERE topic IN {topics:Array(String)} SETTINGS max_block_size = 8192`;

function hasHoles(stored: StoredPositions | undefined): boolean {
  return stored !== undefined && stored.positions !== stored.maxOffset - stored.minOffset + 1;
}

async function readPositions(run: ReadRunner, topics: readonly string[], signal?: AbortSignal) {
  const rows = await run.rows<StoredPartition & StoredPositions>(
    {
      query: `SELECT topic, topicId, partition, count() AS records, groupBitmap(offset) AS positions,
          min(offset) AS minOffset, max(offset) AS maxOffset,
          toUnixTimestamp64Milli(argMax(timestamp, offset)) AS lastTimestampMs
        FROM (${allPositions}) GROUP BY topic, topicId, partition`,
      params: { topics },
      doing: 'counting stored positions',
    },
    signal,
  );
  return new Map(rows.map((row) => [storedPartitionKey(row), row]));
}

async function readBlocks(run: ReadRunner, topics: readonly string[], signal?: AbortSignal) {
  const ranges = await run.rows<StoredPartition & Omit<ManifestedBlocks, 'sparse'>>(
    {
      query: `SELECT topic, topicId, partition, min(first) AS minFirst, max(last) AS maxLast
        FROM audit_blocks WHERE topic IN {topics:Array(String)} GROUP BY topic, topicId, partition`,
      params: { topics },
      doing: 'reading block manifests',
    },
    signal,
  );
  const sparse = await run.rows<StoredPartition & OffsetRun & { count: number }>(
    {
      query: `SELECT DISTINCT topic, topicId, partition, first, last, count FROM audit_blocks
        WHERE topic IN {topics:Array(String)} AND count < last - first + 1`,
      params: { topics },
      doing: 'reading block manifests',
    },
    signal,
  );
  const sparseOf = Map.groupBy(sparse, storedPartitionKey);
  return new Map(
    ranges.map((row) => [storedPartitionKey(row), { ...row, sparse: sparseOf.get(storedPartitionKey(row)) ?? [] }]),
  );
}

async function readRefusals(run: ReadRunner, topics: readonly string[], signal?: AbortSignal) {
  const rows = await run.rows<StoredPartition & OffsetRun>(
    {
      query: `SELECT topic, topicId, partition, offset AS first, offset AS last FROM audit_refusals
        WHERE topic IN {topics:Array(String)} LIMIT ${maxHoles}`,
      params: { topics },
      doing: 'reading refused records',
    },
    signal,
  );
  return Map.groupBy(rows, storedPartitionKey);
}

/** Without FINAL: a position that lies there twice is no hole, and sorting alone is cheaper. */
function readHoles(run: ReadRunner, log: LoggedPartition, signal?: AbortSignal): Promise<OffsetRun[]> {
  const { topic, topicId, partition } = log;
  return run.rows<OffsetRun>(
    {
      query: `SELECT previous + 1 AS first, offset - 1 AS last FROM (
          SELECT offset, lagInFrame(offset, 1, offset) OVER
            (ORDER BY offset ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous
          FROM audit_positions
          WHERE topic = {topic:String} AND topicId = {topicId:String} AND partition = {partition:UInt32})
        WHERE offset > previous + 1 ORDER BY first LIMIT ${maxHoles}`,
      params: { topic, topicId, partition },
      doing: 'looking for gaps',
    },
    signal,
  );
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
        WHERE topic = {topic:String} AND topicId = {topicId:String} AND partition = {partition:UInt32}
          AND offset < {nextOffset:UInt64} ORDER BY offset DESC LIMIT 1`,
      params: { topic, topicId, partition, nextOffset },
      doing: 'looking for gaps',
    },
    signal,
  );
  return { ...coverage, completeUpTo: { ...completeUpTo, timeMs: row?.timeMs ?? null } };
}
