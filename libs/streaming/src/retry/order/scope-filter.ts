/** Of a byte each: every record looks into it, so that it should stay in the processor's cache. */
const fewestSlots = 4_096;
/** 4 MiB: the keys that fill it take a hundred times as much elsewhere. */
const mostSlots = 4_194_304;
/** What has come to it is not counted down any more: its keys are looked up until the filter is made anew. */
const mostCounted = 255;
/** So that of sixteen keys that do not wait about one is looked up, or fewer. */
const slotsPerScope = 16;
/** Of a longer key its first and last bytes and its length tell enough. */
const hashedAtEachEnd = 8;
/** A larger number would be an object of its own. */
const hashMask = 0x7fffffff;

/**
 * Tells of most keys that they are surely not among those counted, from a few bytes: to look a key up it has to become
 * text first, and that takes longer than all else a record costs that has nothing to do with retries. Grows with what
 * is counted, since a filter that is half full sends every other key to be looked up.
 */
export class ScopeFilter {
  #counts = new Uint8Array(fewestSlots);
  #size = 0;

  /** @param scopes all that are counted, each as often as it is: counted anew where the filter has grown */
  constructor(private readonly scopes: () => Iterable<string>) {}

  /** From 0 up. FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), folded. */
  static hashOf(key: Buffer): number {
    const { length } = key;
    const first = Math.min(length, hashedAtEachEnd);
    let hash = 0x811c9dc5 ^ length;
    for (let index = 0; index < first; index++) hash = Math.imul(hash ^ key[index]!, 0x01000193);
    for (let index = Math.max(first, length - hashedAtEachEnd); index < length; index++)
      hash = Math.imul(hash ^ key[index]!, 0x01000193);
    return (hash ^ (hash >>> 15)) & hashMask;
  }

  /** @param scope a key, one character for each byte (Latin 1), that is among `scopes` from now on */
  add(scope: string): void {
    this.#size++;
    const { length } = this.#counts;
    if (this.#size * slotsPerScope > length && length < mostSlots) this.#grow(2 * length);
    else this.#count(scope, 1);
  }

  /** Of what was added before. */
  remove(scope: string): void {
    this.#size--;
    this.#count(scope, -1);
    if (this.#size === 0 && this.#counts.length > fewestSlots) this.#counts = new Uint8Array(fewestSlots);
  }

  /**
   * @param hash of `hashOf`
   * @returns false: no scope of these bytes was added and not removed
   */
  mayHold(hash: number): boolean {
    return this.#counts[hash & (this.#counts.length - 1)] !== 0;
  }

  #count(scope: string, change: 1 | -1): void {
    const slot = hashOfScope(scope) & (this.#counts.length - 1);
    if (this.#counts[slot]! < mostCounted) this.#counts[slot]! += change;
  }

  #grow(slots: number): void {
    this.#counts = new Uint8Array(slots);
    for (const scope of this.scopes()) this.#count(scope, 1);
  }
}

/** The same of the same bytes as text. */
function hashOfScope(scope: string): number {
  const { length } = scope;
  const first = Math.min(length, hashedAtEachEnd);
  let hash = 0x811c9dc5 ^ length;
  for (let index = 0; index < first; index++) hash = Math.imul(hash ^ scope.charCodeAt(index), 0x01000193);
  for (let index = Math.max(first, length - hashedAtEachEnd); index < length; index++)
    hash = Math.imul(hash ^ scope.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 15)) & hashMask;
}
