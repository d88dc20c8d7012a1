import { describe, expect, it } from '@jest/globals';
import { idealMs, seededDelays } from './delays.ts';

describe('the ideal of ordered concurrency', () => {
  const delays = Float64Array.of(1, 2, 3, 4);

  it('is the longest key when there are few', () => expect(idealMs(delays, 2, 64)).toBe(6));

  it('is all work shared out when there are many', () => expect(idealMs(delays, 4, 2)).toBe(5));

  it('draws the same delays each time, from 0 to 5 ms', () => {
    const drawn = seededDelays(10_000);
    expect(seededDelays(10_000)).toEqual(drawn);
    expect(Math.min(...drawn)).toBeLessThan(0.1);
    expect(Math.max(...drawn)).toBeGreaterThan(4.9);
    expect(Math.max(...drawn)).toBeLessThan(5);
  });
});
