/** A text that needs more than one of them is made another way. */
const slabBytes = 1024 * 1024;

/**
 * Where JSON texts are written one behind the other, in UTF-8. A slab that is full is left to those who hold texts in it,
 * and never written to again.
 */
export class JsonBuffer {
  bytes = Buffer.alloc(0);
  position = 0;
  #start = 0;

  /** Begins a text; what was written since the last one was taken is given up. */
  begin(): void {
    this.position = this.#start;
  }

  /** The text, for good. */
  take(): Buffer {
    const text = this.bytes.subarray(this.#start, this.position);
    this.#start = this.position;
    return text;
  }

  /** Makes room. @throws RangeError the text gets longer than a slab */
  reserve(sizeBytes: number): void {
    if (this.position + sizeBytes > this.bytes.length) this.#renew(sizeBytes);
  }

  /** ASCII that was made once for all values. */
  constant(ascii: Uint8Array): void {
    this.reserve(ascii.length);
    const { bytes, position } = this;
    for (let index = 0; index < ascii.length; index++) bytes[position + index] = ascii[index]!;
    this.position = position + ascii.length;
  }

  /** A short ASCII text. */
  ascii(text: string): void {
    this.reserve(text.length);
    const { bytes, position } = this;
    for (let index = 0; index < text.length; index++) bytes[position + index] = text.charCodeAt(index);
    this.position = position + text.length;
  }

  /** A whole number below 10^count, with zeros in front. */
  digits(value: number, count: number): void {
    this.reserve(count);
    const { bytes, position } = this;
    let rest = value;
    for (let index = position + count - 1; index >= position; index--) {
      bytes[index] = 0x30 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    this.position = position + count;
  }

  /** Any text. */
  text(text: string): void {
    this.reserve(text.length * 3);
    this.position += this.bytes.write(text, this.position);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.position++] = value;
  }

  #renew(sizeBytes: number): void {
    const written = this.position - this.#start;
    if (written + sizeBytes > slabBytes) throw new RangeError('The text is longer than a slab');
    const slab = Buffer.allocUnsafeSlow(slabBytes);
    this.bytes.copy(slab, 0, this.#start, this.position);
    this.bytes = slab;
    this.#start = 0;
    this.position = written;
  }
}
