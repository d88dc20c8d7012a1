/**
 * Counts by where a record first lay: its offset and, since offsets are used again behind the end of a log that was cut, its
 * timestamp. Among hundreds of thousands mostly each is counted once, so of such a one the timestamp alone is kept.
 */
export class OriginCounts {
  readonly #byOffset = new Map<number, number | Map<number, number>>();

  countOf(offset: number, timestampMs: number): number {
    const known = this.#byOffset.get(offset);
    if (typeof known === 'object') return known.get(timestampMs) ?? 0;
    return known === timestampMs ? 1 : 0;
  }

  add(offset: number, timestampMs: number, change: 1 | -1): void {
    const known = this.#byOffset.get(offset);
    if (known === undefined && change === 1) this.#byOffset.set(offset, timestampMs);
    else if (known === timestampMs && change === -1) this.#byOffset.delete(offset);
    else this.#addTo(offset, countsOf(known), { timestampMs, change });
  }

  #addTo(
    offset: number,
    counts: Map<number, number>,
    { timestampMs, change }: { readonly timestampMs: number; readonly change: 1 | -1 },
  ): void {
    const count = (counts.get(timestampMs) ?? 0) + change;
    if (count === 0) counts.delete(timestampMs);
    else counts.set(timestampMs, count);
    if (counts.size === 0) this.#byOffset.delete(offset);
    else this.#byOffset.set(offset, counts);
  }
}

function countsOf(known: number | Map<number, number> | undefined): Map<number, number> {
  if (typeof known === 'object') return known;
  return new Map(known === undefined ? [] : [[known, 1]]);
}
