/** Bytes that are unpacked one after the other, when their number is not known before. Never larger than its limit. */
export class GrowingOutput {
  target: Buffer;
  written = 0;

  constructor(
    guessedBytes: number,
    readonly maxBytes: number,
  ) {
    this.target = Buffer.allocUnsafe(Math.min(maxBytes, guessedBytes));
  }

  /** Makes room for so many bytes more, or for all that the limit leaves; answers where writing has to end. */
  makeRoom(bytes: number): number {
    const limit = Math.min(this.maxBytes, this.written + bytes);
    if (this.target.length < limit) {
      const larger = Buffer.allocUnsafe(Math.min(this.maxBytes, Math.max(limit, this.target.length * 2)));
      this.target.copy(larger, 0, 0, this.written);
      this.target = larger;
    }
    return limit;
  }

  result(): Buffer {
    return this.target.subarray(0, this.written);
  }
}
