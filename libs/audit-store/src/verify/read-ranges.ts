import type { OffsetRun } from '../query/offset-runs.js';
import type { ReadRunner } from '../query/read-runner.js';
import type { StoredPartition } from '../query/stored-partition.js';
import type { WrittenRange } from './written-range.js';

const columns = `topic, topicId, partition, first, last, count AS records, lower(hex(sha256)) AS sha256Hex,
  toUnixTimestamp64Milli(max(recordedAt)) AS storedAtMs`;
const identity = 'topic, topicId, partition, first, last, records, sha256Hex';

/** Ranges that share offsets with this run and reach out of it. */
export function readCutRanges(
  run: ReadRunner,
  of: StoredPartition & OffsetRun,
  signal?: AbortSignal,
): Promise<WrittenRange[]> {
  return readOverlapping(
    run,
    { of, sql: `AND (first < {first:UInt64} OR last > {last:UInt64}) GROUP BY ${identity} ORDER BY first` },
    signal,
  );
}

/** Ranges that share offsets with this run. */
export function readRangesAt(
  run: ReadRunner,
  of: StoredPartition & OffsetRun,
  signal?: AbortSignal,
): Promise<WrittenRange[]> {
  return readOverlapping(run, { of, sql: `GROUP BY ${identity} ORDER BY first` }, signal);
}

/** Ranges that share offsets with this one and were written later, oldest first; at most 1,000. */
export function readNewerRanges(run: ReadRunner, of: WrittenRange, signal?: AbortSignal): Promise<WrittenRange[]> {
  return readOverlapping(
    run,
    {
      of,
      sql: `GROUP BY ${identity} HAVING storedAtMs > {storedAtMs:Int64} ORDER BY first LIMIT 1000`,
      params: { storedAtMs: of.storedAtMs },
    },
    signal,
  );
}

/** Ranges that share offsets with a run of a partition; `sql` goes on behind that condition. */
function readOverlapping(
  run: ReadRunner,
  asked: {
    readonly of: StoredPartition & OffsetRun;
    readonly sql: string;
    readonly params?: Readonly<Record<string, unknown>>;
  },
  signal?: AbortSignal,
): Promise<WrittenRange[]> {
  const { topic, topicId, partition, first, last } = asked.of;
  return run.rows<WrittenRange>(
    {
      query: `SELECT ${columns} FROM audit_blocks
        WHERE topic = {topic:String} AND topicId = {topicId:String} AND partition = {partition:UInt32}
          AND first <= {last:UInt64} AND last >= {first:UInt64} ${asked.sql}`,
      params: { topic, topicId, partition, first, last, ...asked.params },
      doing: 'reading the manifest',
    },
    signal,
  );
}
