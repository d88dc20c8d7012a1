import { describe, expect, it } from '@jest/globals';
import { LookupCache } from './lookup-cache.js';

/** A cache of ids whose answers are given by hand. */
function cacheOf(maxValues?: number) {
  const asked: number[] = [];
  const state = { nowMs: 0, failing: new Set<number>() };
  const cache = new LookupCache<number, string>({
    load: async (id) => {
      asked.push(id);
      await new Promise((resolve) => setImmediate(resolve));
      if (state.failing.has(id)) throw new Error(`no ${id}`);
      return `value ${id}`;
    },
    isAnswer: () => true,
    nowMs: () => state.nowMs,
    failureTtlMs: 1_000,
    maxValues,
  });
  return { cache, asked, state };
}

describe('a cache of lookups', () => {
  it('makes one call for each key, however many wait for it', async () => {
    const { cache, asked } = cacheOf();
    const waiting = Array.from({ length: 1_000 }, (_, index) => cache.load(index % 3));
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['value 0', 'value 1', 'value 2']));
    expect(asked).toEqual([0, 1, 2]);
  });

  it('remembers a failure of one key, and asks for the others', async () => {
    const { cache, asked, state } = cacheOf();
    state.failing.add(1);
    await expect(cache.load(1)).rejects.toThrow('no 1');
    await expect(cache.load(1)).rejects.toThrow('no 1');
    await expect(cache.load(2)).resolves.toBe('value 2');
    state.failing.clear();
    state.nowMs = 1_000;
    await expect(cache.load(1)).resolves.toBe('value 1');
    expect(asked).toEqual([1, 2, 1]);
  });

  it('keeps what is used and so many others, not more', async () => {
    const { cache } = cacheOf(100);
    await cache.load(-1);
    for (let id = 0; id < 1_000; id++) {
      await cache.load(id);
      expect(cache.get(-1)).toBe('value -1');
      expect(cache.size).toBeLessThanOrEqual(101);
    }
    expect(cache.get(999)).toBe('value 999');
    expect(cache.get(0)).toBeUndefined();
  });
});
