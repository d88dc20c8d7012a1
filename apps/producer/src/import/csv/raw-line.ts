/** One physical line of a file, without its line end. */
export interface RawLine {
  /** 1-based. */
  readonly line: number;
  readonly bytes: Buffer;
  /** The line was longer than the limit; `bytes` holds its beginning. */
  readonly tooLong: boolean;
}
