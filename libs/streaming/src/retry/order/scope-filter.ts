/** Some thousand keys that wait leave most others alone; 64 KiB for each partition that has tiers. */
const slots = 16_384;
/** Of a longer key its first and last bytes and its length tell enough. */
const hashedAtEachEnd = 8;

/**
 * Tells of most keys that they are surely not among those counted, from a few bytes: to look a key up it has to become
 * text first, and that takes longer than all else a record costs that has nothing to do with retries.
 */
export class ScopeFilter {
  readonly #counts = new Uint32Array(slots);

  /** Where a key is counted. FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), folded. */
  static slotOf(key: Buffer): number {
    const { length } = key;
    const first = Math.min(length, hashedAtEachEnd);
    let hash = 0x811c9dc5 ^ length;
    for (let index = 0; index < first; index++) hash = Math.imul(hash ^ key[index]!, 0x01000193);
    for (let index = Math.max(first, length - hashedAtEachEnd); index < length; index++)
      hash = Math.imul(hash ^ key[index]!, 0x01000193);
    return (hash ^ (hash >>> 15)) & (slots - 1);
  }

  /** @param scope a key, one character for each byte (Latin 1) */
  add(scope: string): void {
    this.#counts[slotOfScope(scope)]!++;
  }

  /** Of what was added before. */
  remove(scope: string): void {
    this.#counts[slotOfScope(scope)]!--;
  }

  /**
   * @param slot of `slotOf`
   * @returns false: no scope of these bytes was added and not removed
   */
  mayHold(slot: number): boolean {
    return this.#counts[slot] !== 0;
  }
}

/** The same of the same bytes as text. */
function slotOfScope(scope: string): number {
  const { length } = scope;
  const first = Math.min(length, hashedAtEachEnd);
  let hash = 0x811c9dc5 ^ length;
  for (let index = 0; index < first; index++) hash = Math.imul(hash ^ scope.charCodeAt(index), 0x01000193);
  for (let index = Math.max(first, length - hashedAtEachEnd); index < length; index++)
    hash = Math.imul(hash ^ scope.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 15)) & (slots - 1);
}
