/** A record as its batch will hold it: what waits for its request is bytes, whatever it was made of. */
export interface EncodedRecord {
  /** All that follows the offset delta: key, value and headers. */
  readonly body: Buffer;
  /** Ms since 1970; a bigint where no number is exact. */
  readonly timestampMs: number | bigint;
}
