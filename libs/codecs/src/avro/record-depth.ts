import { UnsoundValue } from '../errors/unsound-value.js';

/** A value nested deeper is refused: whoever walks through it afterwards would run out of stack. */
export const maxRecordDepth = 64;

// Decoding is synchronous, so one counter serves whichever value is being decoded.
let depth = 0;

/** Call before each value. */
export function startRecordDepth(): void {
  depth = 0;
}

/** @throws UnsoundValue `depth` */
export function enterRecord(): void {
  if (++depth > maxRecordDepth) throw new UnsoundValue('depth', `has records nested deeper than ${maxRecordDepth}`);
}

export function leaveRecord(): void {
  depth--;
}
