import type { LogReader } from '../ports/log-reader.js';
import type { LogRecord, TopicPartition } from '../ports/record.js';

const windowRecords = 200;
const page = { maxRecords: windowRecords, maxBytes: 4 * 1024 * 1024 };

/** The records of a partition from `before` (exclusive) back to its begin, newest first, by windows of offsets. */
export class BackwardReader {
  #window: LogRecord[] = [];
  #before: number;

  constructor(
    private readonly reader: LogReader,
    private readonly place: TopicPartition,
    before: number,
    private readonly begin: number,
  ) {
    this.#before = before;
  }

  /** Everything from here on was given. */
  get before(): number {
    return this.#window.at(-1) === undefined ? this.#before : this.#window.at(-1)!.offset + 1;
  }

  async peek(): Promise<LogRecord | undefined> {
    while (this.#window.length === 0 && this.#before > this.begin) await this.#fill();
    return this.#window.at(-1);
  }

  /** Passes the record that `peek` answered. */
  advance(): void {
    this.#window.pop();
  }

  async #fill(): Promise<void> {
    const { reader, place } = this;
    const from = Math.max(this.begin, this.#before - windowRecords);
    for (let at = from; at < this.#before;) {
      const read = await reader.read({ ...place, fromOffset: at, ...page });
      this.#window.push(...read.records.filter(({ offset }) => offset < this.#before));
      if (read.nextOffset <= at) break;
      at = read.nextOffset;
    }
    this.#before = from;
  }
}
