import type { LoggedPartition } from '@spillway/streaming';
import { missingRunsQuery } from './missing-runs-query.js';
import { uniteRuns, type OffsetRun } from './offset-runs.js';
import type { PartitionBounds } from './partition-bounds.js';
import type { MissingRuns } from './partition-coverage.js';
import type { ReadRunner } from './read-runner.js';

export interface MissingLimits {
  /** Past so many gaps a partition is past listing: what follows the last of them counts as one. */
  readonly maxUnexplained: number;
  /** They are only shown. Blocks cut them, so there are more than runs of them. */
  readonly maxExplained: number;
}

const missingLimits: MissingLimits = { maxUnexplained: 100_000, maxExplained: 5_000 };

/** Offsets of a partition without a row. Costs a scan of its positions. */
export async function readMissing(
  run: ReadRunner,
  { topic, topicId, partition, within }: LoggedPartition,
  { bounds, limits = missingLimits }: { readonly bounds: PartitionBounds; readonly limits?: MissingLimits },
  signal?: AbortSignal,
): Promise<MissingRuns> {
  const { start, upTo } = bounds;
  const { maxUnexplained, maxExplained } = limits;
  const rows = await run.rows<OffsetRun & { readonly isExplained: boolean | 0 | 1 }>(
    {
      query: missingRunsQuery,
      params: {
        topic,
        topicId,
        partition,
        start,
        end: upTo,
        from: within?.beginOffset.toString() ?? start,
        to: within?.endOffset.toString() ?? upTo,
        maxUnexplained: maxUnexplained + 1,
        maxExplained,
      },
      doing: 'looking for gaps',
    },
    signal,
  );
  const runsWhere = (isExplained: boolean): OffsetRun[] =>
    rows.filter((row) => Boolean(row.isExplained) === isExplained).map(({ first, last }) => ({ first, last }));
  const unexplained = runsWhere(false);
  const [beyond] = unexplained.splice(maxUnexplained);
  if (beyond !== undefined) unexplained.push({ first: beyond.first, last: upTo - 1 });
  return { unexplained: uniteRuns(unexplained), explained: uniteRuns(runsWhere(true)) };
}
