/** Part of a buffer: from `start` up to, but not including, `end`. */
export interface Span {
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
}
