import type { TopicPartition } from '../ports/record.js';
import type { DoneOffsets } from '../ports/state-store.js';

type Run = [first: number, last: number];

/**
 * Which offsets of one partition are done, in whatever order they became so. Pure: no clock, no client.
 * Everything below `watermark` is done; it never goes back. Above it, done offsets are kept as runs.
 */
export class OffsetTracker {
  #watermark: number;
  /** Ascending, disjoint, never touching each other or the watermark; last inclusive. */
  #runs: Run[] = [];

  constructor(done: Pick<DoneOffsets, 'watermark' | 'runs'> = { watermark: 0, runs: [] }) {
    this.#watermark = done.watermark;
    for (const [first, last] of done.runs) this.markDone(first, last);
  }

  /** The lowest offset that is not done: where reading goes on after a restart. */
  get watermark(): number {
    return this.#watermark;
  }

  /** As they are now: they change with what becomes done. */
  get runs(): DoneOffsets['runs'] {
    return this.#runs;
  }

  isDone(offset: number): boolean {
    if (offset < this.#watermark) return true;
    const farthest = this.#runs.at(-1);
    // What is read next mostly lies beyond all that is done, however many are parked before it.
    if (farthest === undefined || offset > farthest[1]) return false;
    const run = this.#runs[this.#firstRunEndingAtOrAfter(offset)];
    return run !== undefined && run[0] <= offset;
  }

  /** Marks `first` to `last` (inclusive) as done, records and holes alike. A range that ends before it begins is nothing. */
  markDone(first: number, last: number = first): void {
    // In order, as most come.
    if (first <= this.#watermark) return this.#raise(last + 1);
    const farthest = this.#runs.at(-1);
    if (farthest !== undefined && first === farthest[1] + 1 && last >= first) {
      // In order behind one that is not done: what is parked takes a while, and most records come here meanwhile.
      farthest[1] = last;
      return;
    }
    if (last >= first) this.#insert(first, last);
  }

  snapshot({ topic, partition }: TopicPartition): DoneOffsets {
    return { topic, partition, watermark: this.#watermark, runs: this.#runs.map(([first, last]) => [first, last]) };
  }

  /** Everything below is done; runs that reach down to it are no runs any more. */
  #raise(watermark: number): void {
    this.#watermark = Math.max(this.#watermark, watermark);
    for (let lowest = this.#runs[0]; lowest !== undefined && lowest[0] <= this.#watermark; lowest = this.#runs[0]) {
      this.#watermark = Math.max(this.#watermark, lowest[1] + 1);
      this.#runs.shift();
    }
  }

  /** Puts the range, which begins above the watermark, in its place and merges every run it overlaps or touches. */
  #insert(from: number, to: number): void {
    const start = this.#firstRunEndingAtOrAfter(from - 1);
    let end = start;
    let [first, last] = [from, to];
    while (end < this.#runs.length && this.#runs[end]![0] <= to + 1) {
      first = Math.min(first, this.#runs[end]![0]);
      last = Math.max(last, this.#runs[end]![1]);
      end++;
    }
    this.#runs.splice(start, end - start, [first, last]);
  }

  #firstRunEndingAtOrAfter(offset: number): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#runs[middle]![1] < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
