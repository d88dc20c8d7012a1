import { HeaderNames } from './header-names.js';

/** Thrown for bytes that do not hold what they should. */
export class MalformedRecords extends Error {}

const twoTo32 = 2 ** 32;
const headerNames = new HeaderNames();

/** Kafka's primitive types over part of a buffer. Never reads behind the end: that throws `MalformedRecords`. */
export class ByteReader {
  constructor(
    readonly buffer: Buffer,
    public position: number,
    public end: number,
  ) {}

  get remaining(): number {
    return this.end - this.position;
  }

  int8(): number {
    return this.buffer.readInt8(this.#take(1));
  }

  int16(): number {
    return this.buffer.readInt16BE(this.#take(2));
  }

  int32(): number {
    return this.buffer.readInt32BE(this.#take(4));
  }

  /** As a number: offsets and producer ids, which stay below 2^53. */
  int64AsNumber(): number {
    const at = this.#take(8);
    return this.buffer.readInt32BE(at) * twoTo32 + this.buffer.readUInt32BE(at + 4);
  }

  /** As a number where that is exact, else as a bigint: timestamps may be anything. */
  int64(): number | bigint {
    const number = this.int64AsNumber();
    return Number.isSafeInteger(number) ? number : this.buffer.readBigInt64BE(this.position - 8);
  }

  /** A view with an int32 length. Null for length −1. */
  bytes(): Buffer | null {
    const length = this.int32();
    if (length === -1) return null;
    const at = this.#take(length);
    return this.buffer.subarray(at, at + length);
  }

  /** A view with a varint length. Null for length −1. */
  varintBytes(): Buffer | null {
    const length = this.varint();
    if (length === -1) return null;
    const at = this.#take(length);
    return this.buffer.subarray(at, at + length);
  }

  /** Passes bytes with a varint length; answers how many, −1 for null. */
  skipBytes(): number {
    const length = this.varint();
    if (length !== -1) this.#take(length);
    return length;
  }

  /** The name of a header: text whose length is a varint; empty for length −1. */
  headerName(): string {
    const length = this.varint();
    if (length === -1) return '';
    const at = this.#take(length);
    return headerNames.read(this.buffer, at, at + length);
  }

  /** Text whose length is an int16; empty for length −1. */
  text(): string {
    const length = this.int16();
    if (length === -1) return '';
    const at = this.#take(length);
    return this.buffer.toString('utf8', at, at + length);
  }

  /** Zigzag, at most 32 bits. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.buffer[this.#take(1)]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new MalformedRecords('A varint is longer than 5 bytes');
  }

  /** Zigzag, at most 64 bits; a bigint where a number would not be exact. */
  varlong(): number | bigint {
    let value = 0;
    for (let shift = 0; shift < 49; shift += 7) {
      const byte = this.buffer[this.#take(1)]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    return this.#longVarlong(BigInt(value));
  }

  #longVarlong(low: bigint): bigint {
    let value = low;
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.buffer[this.#take(1)]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw new MalformedRecords('A varlong is longer than 10 bytes');
  }

  /** Moves on by so many bytes and tells where they begin. */
  #take(count: number): number {
    const at = this.position;
    if (count < 0 || at + count > this.end) throw new MalformedRecords('The bytes end before the record does');
    this.position = at + count;
    return at;
  }
}
