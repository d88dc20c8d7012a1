import type { AnalyticsAnswer, AnalyticsRow } from '@spillway/streaming';
import type { BoardRange } from '../../analytics/board-range.js';
import { isoTime } from './iso-time.js';

/** An answer of the boards as JSON: times as ISO 8601 UTC, amounts as decimal text; `time` only where there is an interval. */
export function toAnalyticsJson(range: BoardRange, { rows, truncated }: AnalyticsAnswer) {
  return {
    from: isoTime(range.fromMs),
    to: isoTime(range.toMs),
    interval: range.interval,
    truncated,
    rows: rows.map(rowWriter()),
  };
}

/** Rows of one hour come one after the other, and writing its time takes as long as the rest of a row. */
function rowWriter() {
  let writtenMs: number | null = null;
  let time: string | undefined;
  return (row: AnalyticsRow) => {
    if (row.timeMs !== writtenMs) {
      writtenMs = row.timeMs;
      time = writtenMs === null ? undefined : isoTime(writtenMs);
    }
    // What is undefined is not written; a copy without it costs twice as much as the copy.
    return { time, ...row, timeMs: undefined };
  };
}
