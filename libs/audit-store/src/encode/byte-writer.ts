const initialBytes = 1024 * 1024;
/** Up to here a loop is quicker than a call into the engine; the length takes one byte. */
const shortBytes = 40;

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
    if (value.length <= shortBytes && this.#shortAscii(value)) return;
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
    const { length } = value;
    this.#reserve(length);
    const buffer = this.#buffer;
    const at = this.#length;
    if (length > shortBytes) buffer.set(value, at);
    else for (let index = 0; index < length; index++) buffer[at + index] = value[index]!;
    this.#length = at + length;
  }

  /** Length and characters; false, with nothing written, when one of them is not ASCII. */
  #shortAscii(value: string): boolean {
    const { length } = value;
    this.#reserve(length + 1);
    const buffer = this.#buffer;
    const at = this.#length;
    buffer[at] = length;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return false;
      buffer[at + 1 + index] = code;
    }
    this.#length = at + 1 + length;
    return true;
  }

  #reserve(sizeBytes: number): void {
    const needed = this.#length + sizeBytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, Math.ceil(this.#buffer.length * 1.5)));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
