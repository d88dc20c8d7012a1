import type { PartitionBatch } from '../ports/record.js';

interface Mark {
  readonly offset: number;
  readonly timestampMs: number;
}

/** Timestamps that differ by less are taken for one. */
const stepMs = 1_000;

/**
 * When the records of a partition were written that are fetched and not done yet. A mark for every second of the log
 * instead of one for every record: an age is wrong by less than a second, and a queue of many records needs few.
 */
export class RecordAges {
  #marks: Mark[] = [];

  /** Notes a batch that was fetched, and follows the last one. */
  add({ records }: Pick<PartitionBatch, 'records'>): void {
    for (const { offset, timestampMs } of records) this.#mark(offset, timestampMs);
  }

  /** Forgets what lies at `offset` and above: it is fetched again. */
  cut(offset: number): void {
    while (this.#marks.length > 0 && this.#marks.at(-1)!.offset >= offset) this.#marks.pop();
  }

  /**
   * Forgets what is done.
   *
   * @param watermark everything below is done
   * @returns when the first record that is not done was written, ms since the epoch; undefined when none is known
   */
  oldestMs(watermark: number): number | undefined {
    const above = this.#marks.findIndex(({ offset }) => offset > watermark);
    const at = above === -1 ? this.#marks.length - 1 : Math.max(above - 1, 0);
    if (at > 0) this.#marks.splice(0, at);
    return this.#marks[0]?.timestampMs;
  }

  #mark(offset: number, timestampMs: number): void {
    const last = this.#marks.at(-1);
    if (last === undefined || Math.abs(timestampMs - last.timestampMs) >= stepMs)
      this.#marks.push({ offset, timestampMs });
  }
}
