import { createHash } from 'node:crypto';

/** Rows are short, and every call of a hash costs as much as hashing one: they are gathered first. */
const gatheredBytes = 64 * 1024;

/** SHA-256 over parts of a buffer, one behind the other. */
export class RowHash {
  readonly #hash = createHash('sha256');
  readonly #gathered = Buffer.allocUnsafeSlow(gatheredBytes);
  #length = 0;

  add(bytes: Buffer, start: number, end: number): void {
    const sizeBytes = end - start;
    if (this.#length + sizeBytes > gatheredBytes) this.#flush();
    if (sizeBytes > gatheredBytes) this.#hash.update(bytes.subarray(start, end));
    else this.#length += bytes.copy(this.#gathered, this.#length, start, end);
  }

  /** Ends it. */
  digest(): Buffer {
    this.#flush();
    return this.#hash.digest();
  }

  #flush(): void {
    this.#hash.update(this.#gathered.subarray(0, this.#length));
    this.#length = 0;
  }
}
