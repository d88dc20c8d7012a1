import { deliveriesTopic } from '@spillway/events';
import type { RangeFinding, VerificationPage, VerificationQuery } from '@spillway/streaming';
import { subtractRuns, uniteRuns, type OffsetRun } from '../query/offset-runs.js';
import type { PageCursors } from '../query/page-cursor.js';
import type { ReadRunner } from '../query/read-runner.js';
import { storedPartitionKey } from '../query/stored-partition.js';
import { entriesOutside } from './entries-outside.js';
import { goneOf } from './gone-of.js';
import { hashRanges } from './hash-ranges.js';
import { judgeRange } from './judge-range.js';
import { misstatedEntries } from './misstated-entries.js';
import { planBatches } from './plan-batches.js';
import { readDroppedRuns } from './read-dropped-runs.js';
import { readRangePage } from './read-range-page.js';
import { readNewerRanges } from './read-ranges.js';
import { rowsInDropped } from './rows-in-dropped.js';
import { rowsOutside, type OutsideFindings, type RowsOutsideQuery } from './rows-outside.js';
import type { FoundRange, WrittenRange } from './written-range.js';

export interface VerifyParts {
  readonly run: ReadRunner;
  readonly cursors: PageCursors;
  readonly nowMs: () => number;
  readonly settleMs: number;
}

/** A page takes seconds, not minutes. */
const recordsPerPage = 500_000;
const nothing: OutsideFindings = { findings: [], cut: false };

/**
 * Holds one page of the manifest against the rows. ClickHouse has the rows of a batch of ranges in memory at a time, or of one
 * that is larger; for the rows of no range, which the first page looks for, the ranges of one partition.
 */
export async function verifyRanges(
  { run, cursors, nowMs, settleMs }: VerifyParts,
  query: VerificationQuery,
  signal?: AbortSignal,
): Promise<VerificationPage> {
  const question = { list: 'ranges', filters: query };
  const after = query.cursor === undefined ? undefined : cursors.read(question, query.cursor);
  const found = await readRangePage(run, query, after, signal);
  const page = cutPage(found.ranges);
  const outside = after === undefined ? await ofNoRange(run, { ...query, settleMs, nowMs: nowMs() }, signal) : nothing;
  const dropped = await readDroppedRuns(run, page, signal);
  const verdicts: Verdict[] = [];
  const entries: RangeFinding[] = [];
  for (const [name, ranges] of Map.groupBy(page, storedPartitionKey)) {
    const gone: GoneOf = (range) => goneOf(range, dropped.get(name) ?? [], settleMs);
    verdicts.push(...(await verifyPartition(run, ranges, gone, signal)));
    if (ranges[0]!.topic !== deliveriesTopic) continue;
    const left = uniteRuns(ranges.flatMap((range) => subtractRuns([range], gone(range))));
    entries.push(...(await misstatedEntries(run, ranges[0]!, left, signal)));
  }
  const last = page.length < found.ranges.length || !found.isLast ? page.at(-1) : undefined;
  return {
    ranges: verdicts.filter(({ state }) => state !== 'dropped').length,
    records: verdicts.reduce((sum, { records }) => sum + records, 0),
    droppedRanges: verdicts.filter(({ state }) => state === 'dropped').length,
    supersededRanges: verdicts.filter(({ state }) => state === 'superseded').length,
    findings: [...outside.findings, ...verdicts.flatMap(({ finding }) => finding ?? []), ...entries],
    cut: outside.cut,
    nextCursor: last === undefined ? null : cursors.write(question, positionOf(last)),
  };
}

/** What only the first page looks for: rows that no range vouches for, and entries of no record. */
async function ofNoRange(run: ReadRunner, query: RowsOutsideQuery, signal?: AbortSignal): Promise<OutsideFindings> {
  const outside = await rowsOutside(run, query, signal);
  const inDropped = await rowsInDropped(run, query, signal);
  const isOfLedger = (query.topic ?? deliveriesTopic) === deliveriesTopic;
  const entries = isOfLedger ? await entriesOutside(run, query, signal) : [];
  return { findings: [...outside.findings, ...inDropped.findings, ...entries], cut: outside.cut || inDropped.cut };
}

/** What retention has dropped of a range. */
type GoneOf = (range: WrittenRange) => readonly OffsetRun[];

interface Verdict {
  readonly state: 'well' | 'dropped' | 'superseded' | 'wrong';
  readonly records: number;
  readonly finding?: RangeFinding;
}

async function verifyPartition(
  run: ReadRunner,
  ranges: readonly WrittenRange[],
  goneOfRange: GoneOf,
  signal?: AbortSignal,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const kept = ranges.filter((range) => subtractRuns([range], goneOfRange(range)).length > 0);
  for (let gone = kept.length; gone < ranges.length; gone += 1) verdicts.push({ state: 'dropped', records: 0 });
  for (const batch of planBatches(kept)) {
    const found = await hashRanges(run, batch, signal);
    for (const [index, range] of batch.entries()) {
      verdicts.push(await judge(run, range, { found: found[index], gone: goneOfRange(range) }, signal));
    }
  }
  return verdicts;
}

async function judge(
  run: ReadRunner,
  range: WrittenRange,
  { found, gone }: { readonly found: FoundRange | undefined; readonly gone: readonly OffsetRun[] },
  signal?: AbortSignal,
): Promise<Verdict> {
  const problem = judgeRange(range, found);
  const records = found?.records ?? 0;
  if (problem === undefined) return { state: 'well', records };
  const left = subtractRuns([range], gone);
  const isCut = left.length !== 1 || left[0]!.first !== range.first || left[0]!.last !== range.last;
  const again = await writtenAgain(run, range, signal);
  if (subtractRuns(left, again).length === 0) return { state: isCut ? 'dropped' : 'superseded', records };
  const { topic, topicId, partition, first, last, records: expectedRecords, storedAtMs } = range;
  const finding = { topic, topicId, partition, problem, first: BigInt(first), last: BigInt(last), storedAtMs };
  return { state: 'wrong', records, finding: { ...finding, expectedRecords, foundRecords: records } };
}

/** Where newer ranges, which match, vouch for the rows instead. */
async function writtenAgain(run: ReadRunner, range: WrittenRange, signal?: AbortSignal): Promise<OffsetRun[]> {
  const newer = await readNewerRanges(run, range, signal);
  const well: WrittenRange[] = [];
  for (const batch of planBatches(newer)) {
    const found = await hashRanges(run, batch, signal);
    well.push(...batch.filter((each, index) => judgeRange(each, found[index]) === undefined));
  }
  return uniteRuns(well);
}

/** Ends a page where its ranges hold much; ranges that begin at the same offset stay together, as the cursor names only that. */
function cutPage(ranges: readonly WrittenRange[]): readonly WrittenRange[] {
  let records = 0;
  for (const [index, range] of ranges.entries()) {
    const before = ranges[index - 1];
    const isNew =
      before === undefined || before.first !== range.first || storedPartitionKey(before) !== storedPartitionKey(range);
    if (isNew && records >= recordsPerPage) return ranges.slice(0, index);
    records += range.records;
  }
  return ranges;
}

function positionOf({ topic, topicId, partition, first }: WrittenRange) {
  return { timeMs: 0, topic, topicId, partition, offset: `${first}` };
}
