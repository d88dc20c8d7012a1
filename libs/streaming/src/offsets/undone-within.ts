import type { DoneOffsets } from '../ports/state-store.js';

/** First and last offset, both inclusive. */
export type OffsetSpan = readonly [first: number, last: number];

/** What is not done below `end`, ascending. */
export function undoneWithin({ watermark, runs }: Pick<DoneOffsets, 'watermark' | 'runs'>, end: number): OffsetSpan[] {
  const undone: OffsetSpan[] = [];
  let from = watermark;
  for (const [first, last] of runs) {
    if (first >= end) break;
    if (first > from) undone.push([from, first - 1]);
    from = last + 1;
  }
  if (from < end) undone.push([from, end - 1]);
  return undone;
}
