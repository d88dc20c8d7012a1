const maxDelayMs = 5;

/** Delays from 0 to 5 ms for events in turn, the same in every run: mulberry32 on a fixed seed. */
export function seededDelays(count: number): Float64Array {
  let state = 0x5eed;
  return Float64Array.from({ length: count }, () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * maxDelayMs;
  });
}

/**
 * The shortest time in which handlers with these delays can be done, events of a key one after the other and no more
 * than `concurrency` at once: the longest key, or all of them shared out.
 */
export function idealMs(delaysMs: Float64Array, keys: number, concurrency: number): number {
  const sums = new Float64Array(keys);
  delaysMs.forEach((delayMs, serial) => (sums[serial % keys]! += delayMs));
  const totalMs = sums.reduce((sum, each) => sum + each, 0);
  return Math.max(totalMs / concurrency, ...sums);
}
