const initialBytes = 16 * 1024;
const keptBytes = 1024 * 1024;

/** A buffer that values are written into before they are copied to their final size; grows when one does not fit. */
export class Scratch {
  buffer = Buffer.allocUnsafe(initialBytes);

  /**
   * Writes by `write`, which answers where it ended, or minus the number of bytes that were missing.
   *
   * @returns where it ended
   */
  fill(start: number, write: (buffer: Buffer, start: number) => number): number {
    let end = write(this.buffer, start);
    if (end < 0) {
      this.buffer = Buffer.allocUnsafe(2 ** Math.ceil(Math.log2(this.buffer.length - end)));
      end = write(this.buffer, start);
    }
    return end;
  }

  /** The first `length` bytes in a buffer of their own. */
  copy(length: number): Buffer {
    const copy = Buffer.from(this.buffer.subarray(0, length));
    // One huge value must not hold its memory for ever.
    if (this.buffer.length > keptBytes) this.buffer = Buffer.allocUnsafe(initialBytes);
    return copy;
  }
}
