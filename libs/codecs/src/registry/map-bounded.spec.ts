import { describe, expect, it } from '@jest/globals';
import { mapBounded } from './map-bounded.js';

const items = Array.from({ length: 20 }, (_, index) => index);
const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('mapBounded', () => {
  it('gives every answer in its place, and has no more than eight questions open', async () => {
    let [open, most] = [0, 0];
    const answers = await mapBounded(items, async (item) => {
      most = Math.max(most, ++open);
      await soon();
      open--;
      return item * 2;
    });
    expect(answers).toEqual(items.map((item) => item * 2));
    expect(most).toBe(8);
  });

  it('fails as the first that fails, and asks none after it', async () => {
    const asked: number[] = [];
    const ask = async (item: number) => {
      asked.push(item);
      await soon();
      if (item === 3) throw new Error('away');
    };
    await expect(mapBounded(items, ask)).rejects.toThrow('away');
    for (let turn = 0; turn < 5; turn++) await soon();
    expect(asked.length).toBeLessThanOrEqual(16);
  });
});
