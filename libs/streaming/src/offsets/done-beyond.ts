import type { DoneOffsets } from '../ports/state-store.js';
import { undoneWithin, type OffsetSpan } from './undone-within.js';

type Done = Pick<DoneOffsets, 'watermark' | 'runs'>;

/** What is done by `done` and not by `known`, ascending. */
export function doneBeyond(done: Done, known: Done): OffsetSpan[] {
  const spans: readonly OffsetSpan[] = [[0, done.watermark - 1], ...done.runs];
  return undoneWithin(known, spans.at(-1)![1] + 1).flatMap(([first, last]) =>
    spans
      .filter((span) => span[0] <= last && span[1] >= first)
      .map((span): OffsetSpan => [Math.max(first, span[0]), Math.min(last, span[1])]),
  );
}
