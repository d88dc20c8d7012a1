import type { AnalyticsSpan, AnalyticsTime } from '@spillway/streaming';
import { invalidParameter } from '../invalid-parameter.js';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const maxDays = 400;
const maxIntervals = 2_000;

export interface AskedRange {
  readonly from?: number;
  readonly to?: number;
  readonly interval?: 'hour' | 'day';
}

export interface BoardRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly interval: 'hour' | 'day' | null;
}

export interface RangeDefaults {
  /** Where a range ends and how long it is when it does not say so. */
  readonly endMs: number;
  readonly lengthMs: number;
  /** Whether there is an interval when none is asked for: the hour up to a week, then the day. */
  readonly hasInterval: boolean;
}

/** Records and deliveries: the last day. Orders: the last month that has any. */
export function rangeDefaults(
  time: AnalyticsTime,
  { nowMs, span }: { readonly nowMs: number; readonly span: AnalyticsSpan | null },
): Omit<RangeDefaults, 'hasInterval'> {
  return time === 'event' ? { endMs: span?.toMs ?? nowMs, lengthMs: 31 * dayMs } : { endMs: nowMs, lengthMs: dayMs };
}

/**
 * The range that is answered: outward to whole hours, with days to whole days (UTC), because figures are kept by the hour.
 *
 * @throws SpillwayError `SPW-4010` reversed, empty, over 400 days or 2,000 intervals
 */
export function boardRange({ from, to, interval: asked }: AskedRange, defaults: RangeDefaults): BoardRange {
  const end = to ?? (from === undefined ? defaults.endMs : from + defaults.lengthMs);
  const start = from ?? Math.max(0, end - defaults.lengthMs);
  if (start >= end) throw invalidParameter('to', 'is not later than from');
  const isShort = end - start <= 7 * dayMs;
  const interval = asked ?? (defaults.hasInterval ? (isShort ? 'hour' : 'day') : null);
  const unit = interval === 'day' ? dayMs : hourMs;
  const range = { fromMs: Math.floor(start / unit) * unit, toMs: Math.ceil(end / unit) * unit, interval };
  const lengthMs = range.toMs - range.fromMs;
  if (lengthMs > (maxDays + 1) * dayMs) throw invalidParameter('from', `is over ${maxDays} days before to`);
  if (interval !== null && lengthMs / unit > maxIntervals) {
    throw invalidParameter('interval', `makes more than ${maxIntervals} intervals of this range`);
  }
  return range;
}
