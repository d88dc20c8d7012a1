import type { LogRecord } from '../ports/record.js';

/**
 * Remembers records of a round in case it comes again. While all goes well it only collects lists: remembering every
 * record by itself would cost more than handling it.
 */
export class RoundMemory {
  readonly #kept = new WeakSet<LogRecord>();
  #keptAny = false;
  #recent: (readonly LogRecord[])[] = [];

  has(record: LogRecord): boolean {
    return this.#keptAny && this.#kept.has(record);
  }

  add(records: readonly LogRecord[]): void {
    this.#recent.push(records);
  }

  /** After a failure: they will be asked for. */
  keep(): void {
    for (const records of this.#recent) for (const record of records) this.#kept.add(record);
    this.#keptAny ||= this.#recent.length > 0;
    this.#recent = [];
  }

  /** After a round that is done: none of it comes again. */
  forget(): void {
    this.#recent = [];
  }
}
