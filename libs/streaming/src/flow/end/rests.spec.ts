import { describe, expect, it } from '@jest/globals';
import { virtualClock } from '@spillway/testing';
import { Rests } from './rests.js';

function listened(signal: AbortSignal): { readonly count: number } {
  const counted = { count: 0 };
  const add = signal.addEventListener.bind(signal);
  signal.addEventListener = (...listener: Parameters<typeof add>) => {
    counted.count++;
    add(...listener);
  };
  return counted;
}

describe('rests', () => {
  it('end at their time, and are counted until then', async () => {
    const clock = virtualClock();
    const rests = new Rests(clock, new AbortController().signal);
    const ended: number[] = [];
    for (const delayMs of [20, 10]) void rests.rest(delayMs).then(() => ended.push(delayMs));
    await clock.advance(10);
    expect([ended, rests.count]).toEqual([[10], 1]);
    await clock.advance(10);
    expect([ended, rests.count]).toEqual([[10, 20], 0]);
  });

  it('end together with the signal, to which one listens however many there are', async () => {
    const life = new AbortController();
    const listeners = listened(life.signal);
    const rests = new Rests(virtualClock(), life.signal);
    const all = Promise.all(Array.from({ length: 1_000 }, () => rests.rest(60_000)));
    life.abort();
    await all;
    expect([listeners.count, rests.count]).toEqual([1, 0]);
  });

  it('are none after the signal', async () => {
    await new Rests(virtualClock(), AbortSignal.abort()).rest(60_000);
  });
});
