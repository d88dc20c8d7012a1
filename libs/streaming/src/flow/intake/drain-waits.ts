import type { FlowItem } from '../item/flow-item.js';

interface Waiting {
  /** Those of farther tiers first: they are the earlier ones. */
  readonly items: FlowItem[];
  /** The farthest tier that one of them waits for. */
  tier: number;
}

/**
 * Records whose key waits in a tier that is only read until it is empty: they cannot be held there, and nowhere nearer.
 * They wait in memory, apart from the lane of their key, which the records of that tier have to themselves.
 */
export class DrainWaits {
  readonly #waiting = new Map<string, Waiting>();
  #ready: FlowItem[] = [];

  get isEmpty(): boolean {
    return this.#waiting.size === 0 && this.#ready.length === 0;
  }

  /** The farthest tier that anybody waits for; undefined when nobody waits. */
  get tier(): number | undefined {
    let farthest: number | undefined;
    for (const { tier } of this.#waiting.values()) farthest = Math.max(farthest ?? 0, tier);
    return farthest;
  }

  add(scope: string, item: FlowItem, tier: number): void {
    item.detach();
    const waiting = this.#waiting.get(scope);
    if (waiting === undefined) {
      this.#waiting.set(scope, { items: [item], tier });
      return;
    }
    const later = waiting.items.findIndex(({ stream }) => stream.index < item.stream.index);
    waiting.items.splice(later === -1 ? waiting.items.length : later, 0, item);
    waiting.tier = Math.max(waiting.tier, tier);
  }

  /** Whether the record came behind one that waits, in the same stream: then it waits as well. */
  joins(scope: string, item: FlowItem): boolean {
    const waiting = this.#waiting.get(scope);
    if (waiting === undefined || !waiting.items.some(({ stream }) => stream === item.stream)) return false;
    this.add(scope, item, waiting.tier);
    return true;
  }

  /** A record of the key, in a tier, is done: who waits is to be looked at anew. */
  ended(scope: string | undefined): void {
    const waiting = scope === undefined ? undefined : this.#waiting.get(scope);
    if (waiting === undefined) return;
    this.#waiting.delete(scope!);
    this.#ready.push(...waiting.items);
  }

  /** The next to be looked at anew, as if it had just been taken. */
  next(): FlowItem | undefined {
    return this.#ready.shift();
  }
}
