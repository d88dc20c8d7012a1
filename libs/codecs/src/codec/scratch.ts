const initialBytes = 16 * 1024;
const keptBytes = 1024 * 1024;

/** A buffer that values are written into before they are copied to their final size; grows when one does not fit. */
export class Scratch {
  buffer = Buffer.allocUnsafe(initialBytes);

  /** A larger buffer in its place, by so many bytes at least. */
  grow(missingBytes: number): Buffer {
    return (this.buffer = Buffer.allocUnsafe(2 ** Math.ceil(Math.log2(this.buffer.length + missingBytes))));
  }

  /** The first `length` bytes in a buffer of their own. */
  copy(length: number): Buffer {
    const copy = Buffer.from(this.buffer.subarray(0, length));
    // One huge value must not hold its memory for ever.
    if (this.buffer.length > keptBytes) this.buffer = Buffer.allocUnsafe(initialBytes);
    return copy;
  }
}
