/** Rows beside each other in one buffer. */
export interface EncodedRows {
  /** A view: valid until the buffer is used again. */
  readonly bytes: Buffer;
  /** Where each row begins in `bytes`. */
  readonly starts: readonly number[];
}
