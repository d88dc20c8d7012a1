/** What bytes that follow the binary form of their schema can still be: more than may be made of them, or no sound value. */
export type UnsoundReason = 'bomb' | 'depth' | 'logical' | 'proto' | 'range' | 'utf8';

/** Bytes that nobody should get a value from; the message says why and never repeats them. */
export class UnsoundValue extends RangeError {
  override readonly name = 'UnsoundValue';

  constructor(
    readonly reason: UnsoundReason,
    message: string,
  ) {
    super(message);
  }
}
