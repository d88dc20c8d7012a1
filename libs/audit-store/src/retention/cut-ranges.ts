import { subtractRuns, uniteRuns, type OffsetRun } from '../query/offset-runs.js';
import type { ReadRunner } from '../query/read-runner.js';
import type { StoredPartition } from '../query/stored-partition.js';
import { hashRanges } from '../verify/hash-ranges.js';
import { judgeRange } from '../verify/judge-range.js';
import { planBatches } from '../verify/plan-batches.js';
import { readCutRanges } from '../verify/read-ranges.js';
import type { WrittenRange } from '../verify/written-range.js';

/**
 * What is left of written ranges that lose a part of their rows, as ranges of their own with their own hash. Of a range whose
 * rows are not as they were written, or too many to be hashed, nothing is given: it stays a finding.
 *
 * @throws SpillwayError `SPW-7005` ClickHouse lacks time or memory for now
 */
export async function cutRanges(
  run: ReadRunner,
  partition: StoredPartition,
  { runs, dropped }: { readonly runs: readonly OffsetRun[]; readonly dropped: readonly OffsetRun[] },
  signal?: AbortSignal,
): Promise<readonly WrittenRange[]> {
  const gone = uniteRuns([...dropped, ...runs]);
  const cut = new Map<string, WrittenRange>();
  for (const each of runs) {
    for (const range of await readCutRanges(run, { ...partition, ...each }, signal))
      cut.set(JSON.stringify(range), range);
  }
  const left: WrittenRange[] = [];
  for (const batch of planBatches([...cut.values()].toSorted((a, b) => a.first - b.first))) {
    const found = await hashRanges(run, batch, signal);
    const whole = batch.filter((range, index) => judgeRange(range, found[index]) === undefined);
    left.push(...whole.flatMap((range) => subtractRuns([range], gone).map((rest) => ({ ...range, ...rest }))));
  }
  return hashed(run, left, signal);
}

async function hashed(run: ReadRunner, ranges: readonly WrittenRange[], signal?: AbortSignal): Promise<WrittenRange[]> {
  const result: WrittenRange[] = [];
  for (const batch of planBatches(ranges.toSorted((a, b) => a.first - b.first))) {
    const found = await hashRanges(run, batch, signal);
    result.push(
      ...batch.flatMap((range, index) => {
        const { records, sha256Hex } = found[index] ?? { records: 0, sha256Hex: noRowsSha256 };
        return sha256Hex === null ? [] : { ...range, records, sha256Hex };
      }),
    );
  }
  return result;
}

/** SHA-256 of nothing: a range in which only offsets without a record are left. */
const noRowsSha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
