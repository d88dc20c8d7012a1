import { describe, expect, it } from '@jest/globals';
import { PauseWishes, type PauseWish } from './pause-wishes.js';

function wishesOf(...wishes: readonly PauseWish[]): PauseWishes {
  const all = new PauseWishes();
  for (const wish of wishes) all.add(wish);
  return all;
}

const pause = (target: Omit<PauseWish, 'isPaused'> = {}): PauseWish => ({ ...target, isPaused: true });
const resume = (target: Omit<PauseWish, 'isPaused'> = {}): PauseWish => ({ ...target, isPaused: false });

describe('PauseWishes', () => {
  it.each([
    ['nothing is wished', [], false],
    ['everything is paused', [pause()], true],
    ['the topic is paused', [pause({ topic: 'a' })], true],
    ['another topic is paused', [pause({ topic: 'b' })], false],
    ['the partition of every topic is paused', [pause({ partition: 1 })], true],
    ['another partition is paused', [pause({ topic: 'a', partition: 2 })], false],
    ['all but the partition is paused', [pause(), resume({ topic: 'a', partition: 1 })], false],
    ['it was paused again after that', [pause(), resume({ topic: 'a', partition: 1 }), pause({ topic: 'a' })], true],
    ['everything goes on', [pause({ topic: 'a' }), pause({ partition: 1 }), resume()], false],
  ])('partition 1 of topic a when %s', (_, wishes, isPaused) => {
    expect(wishesOf(...wishes).isPaused('a', 1)).toBe(isPaused);
  });

  it('keeps no wish that says nothing any more', () => {
    expect(wishesOf(resume({ topic: 'a' })).all).toEqual([]);
    expect(wishesOf(pause({ topic: 'a', partition: 1 }), pause({ topic: 'a' })).all).toEqual([pause({ topic: 'a' })]);
    expect(wishesOf(pause({ topic: 'a' }), resume()).all).toEqual([]);
  });
});
