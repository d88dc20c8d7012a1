/** Reads an answer in Kafka's "flexible" format: compact strings and arrays, tagged fields after each structure. */
export class FlexibleReader {
  #position = 0;

  constructor(private readonly buffer: Buffer) {}

  skip(count: number): void {
    this.#position += count;
  }

  int16(): number {
    this.skip(2);
    return this.buffer.readInt16BE(this.#position - 2);
  }

  uuid(): string {
    const hex = this.#bytes(16).toString('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  /** Empty for none. */
  compactString(): string {
    return this.#bytes(this.compactLength()).toString('utf8');
  }

  /** Of a string or an array; 0 for none. */
  compactLength(): number {
    return Math.max(0, this.#unsignedVarint() - 1);
  }

  skipCompact(): void {
    this.skip(this.compactLength());
  }

  /** An array of 32 bit integers. */
  skipCompactInt32s(): void {
    this.skip(4 * this.compactLength());
  }

  skipTaggedFields(): void {
    for (let left = this.#unsignedVarint(); left > 0; left--) {
      this.#unsignedVarint();
      this.skip(this.#unsignedVarint());
    }
  }

  /** @throws RangeError when it was read beyond its end */
  end(): void {
    if (this.#position > this.buffer.length) throw new RangeError('The answer is cut short');
  }

  #bytes(count: number): Buffer {
    this.skip(count);
    this.end();
    return this.buffer.subarray(this.#position - count, this.#position);
  }

  #unsignedVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.buffer.readUInt8(this.#position++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('A varint is too long');
  }
}
