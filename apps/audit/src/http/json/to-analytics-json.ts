import type { AnalyticsAnswer, AnalyticsRow } from '@spillway/streaming';
import type { BoardRange } from '../../analytics/board-range.js';

/** An answer of the boards as JSON: times as ISO 8601 UTC, amounts as decimal text; `time` only where there is an interval. */
export function toAnalyticsJson(range: BoardRange, { rows, truncated }: AnalyticsAnswer) {
  return {
    from: isoTime(range.fromMs),
    to: isoTime(range.toMs),
    interval: range.interval,
    truncated,
    rows: rows.map(toRowJson),
  };
}

function toRowJson({ timeMs, ...row }: AnalyticsRow) {
  return timeMs === null ? row : { time: isoTime(timeMs), ...row };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
