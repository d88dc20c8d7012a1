import type { AnalyticsTime } from '@spillway/streaming';
import { instant } from '../query/instant.js';
import type { ReadRunner } from '../query/read-runner.js';
import { isOrder } from './is-order.js';
import { notedDays, recentOrders } from './order-days.js';

/** Which time an hour is one of, and of which rows. */
export type Basis = AnalyticsTime;

/** Which hours are not to be taken from the rollups. */
export interface Coverage {
  /** From this hour on no rollup is used. */
  readonly openFromMs: number;
  /** Earlier hours to which something was added that the rollups may not know. */
  readonly dirtyHoursMs: readonly number[];
  /** Of orders: the days of the log in which those of dirty and open hours lie. */
  readonly days?: readonly string[];
}

export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

const hourMs = 60 * 60 * 1000;

/** Hours of a basis that hold rows recorded since a moment, in a range of the basis' own time. */
const touchedHours: Readonly<Record<Basis, string>> = {
  record: `SELECT DISTINCT toUnixTimestamp(toStartOfHour(timestamp)) AS hourSeconds FROM audit_recorded_events
    WHERE recordedAt >= ${instant('sinceMs')} AND timestamp >= ${instant('fromMs')} AND timestamp < ${instant('toMs')}`,
  delivery: `SELECT DISTINCT toUnixTimestamp(toStartOfHour(timestamp)) AS hourSeconds FROM audit_recorded_deliveries
    WHERE recordedAt >= ${instant('sinceMs')} AND timestamp >= ${instant('fromMs')} AND timestamp < ${instant('toMs')}`,
  event: `SELECT DISTINCT toUnixTimestamp(toStartOfHour(assumeNotNull(orderTime))) AS hourSeconds FROM audit_recorded_events
    WHERE recordedAt >= ${instant('sinceMs')} AND ${isOrder} AND orderTime >= ${instant('fromMs')} AND orderTime < ${instant('toMs')}`,
};

/** Up to where the rollups of a basis go; zeros before the first run. */
export interface Mark {
  /** What was recorded earlier is in the rollups of all hours before `openFromMs`. */
  readonly recordedBeforeMs: number;
  /** From this hour on no rollup is used. */
  readonly openFromMs: number;
  /** Of what was recorded earlier it is noted where orders lie. */
  readonly notedBeforeMs: number;
}

const noMark: Mark = { recordedBeforeMs: 0, openFromMs: 0, notedBeforeMs: 0 };

/** The last mark that was set. */
export async function readMark(run: ReadRunner, basis: Basis, signal?: AbortSignal): Promise<Mark> {
  const [row] = await run.rows<Mark>(
    {
      query: `SELECT toUnixTimestamp64Milli(max(recordedBefore)) AS recordedBeforeMs,
          1000 * toUnixTimestamp(argMax(openFrom, recordedBefore)) AS openFromMs,
          (SELECT toUnixTimestamp64Milli(max(recordedBefore)) FROM audit_order_days_marks) AS notedBeforeMs
        FROM audit_rollup_marks WHERE basis = {basis:String}`,
      params: { basis },
      doing: 'reading what is rolled up',
    },
    signal,
  );
  return row ?? noMark;
}

/** Hours that hold something recorded at or after `sinceMs`, ascending. */
export async function hoursTouched(
  run: ReadRunner,
  basis: Basis,
  { sinceMs, fromMs, toMs }: TimeRange & { readonly sinceMs: number },
  signal?: AbortSignal,
): Promise<number[]> {
  if (fromMs >= toMs) return [];
  const rows = await run.rows<{ hourSeconds: number }>(
    { query: touchedHours[basis], params: { sinceMs, fromMs, toMs }, doing: 'looking for hours that changed' },
    signal,
  );
  return rows.map(({ hourSeconds }) => hourSeconds * 1000).toSorted((a, b) => a - b);
}

/** The hour that was not over at this moment. */
export function openHour(ms: number): number {
  return Math.floor(ms / hourMs) * hourMs;
}

/**
 * What of a range must be read live. A record is in its hour's rollup, or its hour is dirty or open: whatever was
 * recorded since the mark makes its hour dirty.
 */
export async function rollupCoverage(
  run: ReadRunner,
  basis: Basis,
  range: TimeRange,
  signal?: AbortSignal,
): Promise<Coverage> {
  const mark = await readMark(run, basis, signal);
  const { recordedBeforeMs: sinceMs, openFromMs } = mark;
  const closed = { fromMs: range.fromMs, toMs: Math.min(range.toMs, openFromMs) };
  if (basis === 'event') return orderCoverage(run, { mark, range, closed }, signal);
  return { openFromMs, dirtyHoursMs: await hoursTouched(run, basis, { sinceMs, ...closed }, signal) };
}

interface OrderHours {
  readonly mark: Mark;
  readonly range: TimeRange;
  readonly closed: TimeRange;
}

async function orderCoverage(
  run: ReadRunner,
  { mark, range, closed }: OrderHours,
  signal?: AbortSignal,
): Promise<Coverage> {
  const { openFromMs } = mark;
  const recent = await recentOrders(run, mark, signal);
  const dirtyHoursMs = recent.hoursMs.filter((ms) => ms >= closed.fromMs && ms < closed.toMs);
  const seconds = { hours: dirtyHoursMs.map(toSeconds), openFrom: toSeconds(openFromMs) };
  const live = { ...seconds, from: toSeconds(range.fromMs), to: toSeconds(range.toMs) };
  const days = [...new Set([...recent.days, ...(await notedDays(run, live, signal))])];
  return { openFromMs, dirtyHoursMs, days };
}

function toSeconds(ms: number): number {
  return ms / 1000;
}
