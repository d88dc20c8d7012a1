const initialBytes = 1024 * 1024;

/** A growing little-endian buffer, used again for every insert: it grows by halves, so it settles after the first few. */
export class ByteWriter {
  #buffer = Buffer.allocUnsafe(initialBytes);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A view: valid until the next write or reset. */
  view(start = 0, end = this.#length): Buffer {
    return this.#buffer.subarray(start, end);
  }

  reset(): void {
    this.#length = 0;
  }

  uint8(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length] = value;
    this.#length += 1;
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#length = this.#buffer.writeInt32LE(value, this.#length);
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#length = this.#buffer.writeUInt32LE(value, this.#length);
  }

  /** A safe integer as 64 bits, two's complement: serves Int64 and UInt64 alike. */
  integer64(value: number): void {
    this.#reserve(8);
    const high = Math.floor(value / 2 ** 32);
    this.#buffer.writeUInt32LE(value - high * 2 ** 32, this.#length);
    this.#length = this.#buffer.writeInt32LE(high, this.#length + 4);
  }

  varuint(value: number): void {
    this.#reserve(5);
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[this.#length++] = rest;
  }

  /** Length and UTF-8 bytes; a lone surrogate becomes U+FFFD. */
  text(value: string): void {
    const sizeBytes = Buffer.byteLength(value);
    this.varuint(sizeBytes);
    this.#reserve(sizeBytes);
    this.#length += this.#buffer.write(value, this.#length, 'utf8');
  }

  /** Length and bytes. */
  bytes(value: Uint8Array): void {
    this.varuint(value.length);
    this.raw(value);
  }

  raw(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  #reserve(sizeBytes: number): void {
    const needed = this.#length + sizeBytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, Math.ceil(this.#buffer.length * 1.5)));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
