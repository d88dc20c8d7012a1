import type { LoggedPartition, PartitionCoverage } from '@spillway/streaming';
import { readCoverage } from './read-coverage.js';
import type { ReadRunner } from './read-runner.js';

/**
 * Coverage for those who go on storing: rows without a manifest (a crash between the two, a lost part of the manifest)
 * are there, but nothing vouches for them, so reading begins anew with the first of them.
 */
export async function readResumeCoverage(
  run: ReadRunner,
  partitions: readonly LoggedPartition[],
  signal?: AbortSignal,
): Promise<readonly PartitionCoverage[]> {
  const found: PartitionCoverage[] = [];
  for (const coverage of await readCoverage(run, partitions, { signal, positionsOnly: true })) {
    // Of what the log no longer has nothing can be read again.
    const isStored = coverage.resumeOffset > coverage.beginOffset;
    const vouchedTo = isStored ? await readVouchedTo(run, coverage, signal) : coverage.resumeOffset;
    found.push(vouchedTo < coverage.resumeOffset ? { ...coverage, resumeOffset: vouchedTo } : coverage);
  }
  return found;
}

/** The first offset from the beginning of the log on that no range of the manifest covers. */
async function readVouchedTo(run: ReadRunner, log: LoggedPartition, signal?: AbortSignal): Promise<bigint> {
  const { topic, topicId, partition, beginOffset } = log;
  const [row] = await run.rows<{ vouchedTo: string }>(
    {
      // Over no manifest at all the greatest end is 0, and ClickHouse makes a sum of an aggregate and 1 of what is in it.
      query: `SELECT toString(multiIf(count() = 0, {begin:UInt64}, countIf(first > next) > 0, minIf(next, first > next),
            greatest({begin:UInt64}, max(last) + 1))) AS vouchedTo FROM (
          SELECT first, last, greatest({begin:UInt64}, max(last + 1) OVER
            (ORDER BY first ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS next
          FROM audit_blocks
          WHERE topic = {topic:String} AND topicId = {topicId:String} AND partition = {partition:UInt32}
            AND last >= {begin:UInt64})`,
      params: { topic, topicId, partition, begin: beginOffset.toString() },
      doing: 'reading block manifests',
    },
    signal,
  );
  return BigInt(row?.vouchedTo ?? beginOffset);
}
