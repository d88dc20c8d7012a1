import type { DoneOffsets, GroupTotals } from '@spillway/streaming';

/** What the store holds; a transaction works on a copy of the small parts and on additions to the large one. */
export interface MemoryTables {
  positions: Map<string, DoneOffsets>;
  totals: Map<string, GroupTotals>;
  readonly events: Set<string>;
}

/** A transaction of `memoryStateStore`: what is noted here happens when, and only when, it commits. */
export class MemoryTransaction {
  readonly positions: Map<string, DoneOffsets>;
  readonly totals: Map<string, GroupTotals>;
  readonly #events = new Set<string>();
  readonly #effects: (() => void)[] = [];

  constructor(private readonly tables: MemoryTables) {
    this.positions = new Map(tables.positions);
    this.totals = new Map(tables.totals);
  }

  /** What a handler writes, as a test sees it. */
  onCommit(effect: () => void): void {
    this.#effects.push(effect);
  }

  /** Whether the event is new; remembers it. */
  admit(event: string): boolean {
    if (this.tables.events.has(event) || this.#events.has(event)) return false;
    this.#events.add(event);
    return true;
  }

  /** Takes an admission of this transaction back. */
  forget(event: string): void {
    this.#events.delete(event);
  }

  commit(): void {
    this.tables.positions = this.positions;
    this.tables.totals = this.totals;
    for (const event of this.#events) this.tables.events.add(event);
    for (const effect of this.#effects) effect();
  }
}
