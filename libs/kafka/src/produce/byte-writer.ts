const initialBytes = 64 * 1_024;

/** So many bytes have a length of one byte. */
const longestWrittenHere = 63;

/** At most so many of a character are written; of a length, or of one number behind, fewer than the slack. */
const maxBytesPerUnit = 3;
const slackBytes = 16;
/** Of a longer text its bytes are counted, rather than three times as many kept. */
const countedFrom = 4_096;
/** A larger buffer is not kept for the next use. */
const keptBytes = 4 * 1_024 * 1_024;

/** Bytes in the order of Kafka's record format, written into a buffer that grows and is used again. */
export class ByteWriter {
  buffer = Buffer.allocUnsafe(initialBytes);
  at = 0;

  /** A copy of what was written. Whoever writes next begins anew. */
  taken(): Buffer {
    const taken = Buffer.allocUnsafe(this.at);
    this.buffer.copy(taken, 0, 0, this.at);
    if (this.buffer.length > keptBytes) this.buffer = Buffer.allocUnsafe(initialBytes);
    return taken;
  }

  /** Makes room for so many more bytes. */
  reserve(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(2 * this.buffer.length, this.at + bytes));
    this.buffer.copy(grown, 0, 0, this.at);
    this.buffer = grown;
  }

  byte(value: number): void {
    this.buffer[this.at++] = value;
  }

  /** A length or −1, zigzag encoded (https://protobuf.dev/programming-guides/encoding/#signed-ints). */
  varint(value: number): void {
    let rest = (value << 1) ^ (value >> 31);
    while ((rest & ~0x7f) !== 0) {
      this.buffer[this.at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[this.at++] = rest;
  }

  /** The same for a number from 0 up to 2^52. */
  varlong(value: number): void {
    let rest = 2 * value;
    while (rest > 0x7f) {
      this.buffer[this.at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.at++] = rest;
  }

  /** The same for any number, of which the lower 64 bits count. */
  bigVarlong(value: bigint): void {
    const signed = BigInt.asIntN(64, value);
    let rest = BigInt.asUintN(64, (signed << 1n) ^ (signed >> 63n));
    while (rest > 0x7fn) {
      this.buffer[this.at++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.buffer[this.at++] = Number(rest);
  }

  /** Length and bytes; −1 for null. Makes its room, and that of a number behind it. */
  bytes(value: Buffer | null): void {
    if (value === null) {
      this.reserve(slackBytes);
      return this.varint(-1);
    }
    this.reserve(value.length + slackBytes);
    this.varint(value.length);
    this.raw(value);
  }

  /** Bytes without their length, for which there is room. */
  raw(value: Buffer): void {
    value.copy(this.buffer, this.at);
    this.at += value.length;
  }

  /** Length and UTF-8 bytes. Makes its room, and that of a number behind it. */
  text(value: string): void {
    const mostBytes = value.length > countedFrom ? Buffer.byteLength(value) : maxBytesPerUnit * value.length;
    this.reserve(mostBytes + slackBytes);
    if (value.length <= longestWrittenHere && this.#ascii(value)) return;
    const lengthAt = this.begin(1);
    this.at += this.buffer.write(value, this.at);
    this.end(lengthAt, 1);
  }

  /** Writes a short text with its length unless it has other characters than ASCII: less work than a call out of JavaScript. */
  #ascii(value: string): boolean {
    const { length } = value;
    const start = this.at + 1;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return false;
      this.buffer[start + index] = code;
    }
    this.buffer[this.at] = length << 1;
    this.at = start + length;
    return true;
  }

  /** Keeps place for the length of what is written from here to `end()`: as many bytes as it most often takes. */
  begin(lengthBytes: number): number {
    const lengthAt = this.at;
    this.at += lengthBytes;
    return lengthAt;
  }

  /**
   * Puts in the length, or another number that belongs in front; where that takes another number of bytes than
   * were kept, what was written moves.
   */
  end(lengthAt: number, lengthBytes: number, value = this.at - lengthAt - lengthBytes): void {
    const start = lengthAt + lengthBytes;
    const length = this.at - start;
    const size = sizeOfVarint(value);
    if (size !== lengthBytes) this.buffer.copyWithin(lengthAt + size, start, this.at);
    this.at = lengthAt;
    this.varint(value);
    this.at += length;
  }
}

/** Of a length: 7 bits a byte, one of them for the sign. */
function sizeOfVarint(length: number): number {
  let size = 1;
  for (let rest = length >>> 6; rest > 0; rest >>>= 7) size++;
  return size;
}
