import { DurationHistogram } from './duration-histogram.js';

/**
 * What completed in one partition since the last flush: disjoint ranges, ascending. Deliveries of one partition run side
 * by side, so they come nearly in order: the search begins at the end, and the usual case extends the last range.
 */
export class OpenRanges {
  readonly #firsts: number[] = [];
  readonly #lasts: number[] = [];
  readonly durations = new DurationHistogram();
  count = 0;

  constructor(
    readonly topic: string,
    readonly partition: number,
    readonly topicId: string | undefined,
    /** When the first of them completed. */
    readonly sinceMs: number,
  ) {}

  get rangeCount(): number {
    return this.#firsts.length;
  }

  /** Adds `first` to `last` (inclusive) and merges every range it touches or overlaps. */
  add(first: number, last: number): void {
    const end = this.#lasts.length - 1;
    if (end >= 0 && this.#lasts[end] === first - 1) this.#lasts[end] = last;
    else this.#insert(first, last);
  }

  toArray(): readonly { readonly first: number; readonly last: number }[] {
    return this.#firsts.map((first, index) => ({ first, last: this.#lasts[index]! }));
  }

  #insert(first: number, last: number): void {
    let end = this.#firsts.length;
    while (end > 0 && this.#firsts[end - 1]! > last + 1) end--;
    let start = end;
    while (start > 0 && this.#lasts[start - 1]! >= first - 1) start--;
    const from = start < end ? Math.min(first, this.#firsts[start]!) : first;
    const to = start < end ? Math.max(last, this.#lasts[end - 1]!) : last;
    if (end - start === 1) {
      this.#firsts[start] = from;
      this.#lasts[start] = to;
      return;
    }
    this.#firsts.splice(start, end - start, from);
    this.#lasts.splice(start, end - start, to);
  }
}
