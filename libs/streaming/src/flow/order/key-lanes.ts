import { ScopeFilter } from '../../retry/order/scope-filter.js';

/** Which keys are occupied, and what waits behind them, in order. */
export class KeyLanes<T> {
  readonly occupied = new ScopeFilter(() => this.#lanes.keys());
  /** Undefined while nobody waits: most keys come alone. */
  readonly #lanes = new Map<string, T[] | undefined>();

  get size(): number {
    return this.#lanes.size;
  }

  isOccupied(key: string): boolean {
    return this.#lanes.has(key);
  }

  /** Whether somebody waits behind it. */
  isWaitedFor(key: string): boolean {
    return (this.#lanes.get(key)?.length ?? 0) > 0;
  }

  occupy(key: string): void {
    if (this.#lanes.has(key)) return;
    this.#lanes.set(key, undefined);
    this.occupied.add(key);
  }

  waitBehind(key: string, item: T): void {
    this.occupy(key);
    const waiting = this.#lanes.get(key);
    if (waiting === undefined) this.#lanes.set(key, [item]);
    else waiting.push(item);
  }

  /** Those waiting first behind the key, as long as they are wanted, at most so many: they wait here no more. */
  takeFirst(key: string, count: number, isWanted: (item: T) => boolean): readonly T[] {
    const waiting = this.#lanes.get(key);
    if (waiting === undefined) return [];
    let taken = 0;
    while (taken < Math.min(count, waiting.length) && isWanted(waiting[taken]!)) taken++;
    return waiting.splice(0, taken);
  }

  /** Before all that wait behind the occupied key. */
  putFirst(key: string, items: readonly T[]): void {
    this.#lanes.set(key, [...items, ...(this.#lanes.get(key) ?? [])]);
  }

  /** Those waiting behind the key that are wanted, in order: they wait here no more. */
  takeOut(key: string, isWanted: (item: T) => boolean): readonly T[] {
    const waiting = this.#lanes.get(key);
    if (waiting === undefined) return [];
    this.#lanes.set(
      key,
      waiting.filter((item) => !isWanted(item)),
    );
    return waiting.filter(isWanted);
  }

  /** Who waited first comes next and occupies the key; without one the key is free. */
  release(key: string): T | undefined {
    const next = this.#lanes.get(key)?.shift();
    if (next === undefined && this.#lanes.delete(key)) this.occupied.remove(key);
    return next;
  }
}
