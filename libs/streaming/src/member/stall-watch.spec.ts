import { describe, expect, it } from '@jest/globals';
import type { StallVerdict } from './stall-verdict.js';
import { StallWatch, type WatchedPartition } from './stall-watch.js';

const stallMs = 60_000;
const standing = (change: Partial<WatchedPartition> = {}): WatchedPartition => ({
  key: 't/0',
  doneOffset: 5,
  position: '5/0/5',
  lag: 3,
  isExplained: false,
  ...change,
});

/** What the watch says when it looks every 10 s, from second 0 on. */
function verdicts(
  seconds: number,
  at: (second: number) => readonly WatchedPartition[],
): readonly [number, StallVerdict][] {
  const watch = new StallWatch(stallMs);
  const told: [number, StallVerdict][] = [];
  for (let second = 0; second <= seconds; second += 10) {
    const verdict = watch.look(second * 1_000, at(second));
    if (verdict !== 'fine') told.push([second, verdict]);
  }
  return told;
}

describe('the watch over partitions that stand still', () => {
  it('has the consumer rebuilt after the time, once more in vain, then gives up', () => {
    expect(verdicts(200, () => [standing()])).toEqual([
      [60, 'rebuild'],
      [130, 'rebuild'],
      [200, 'give-up'],
    ]);
  });

  it.each([
    ['nothing is to be read', () => standing({ lag: 0 })],
    ['something explains it', () => standing({ isExplained: true })],
    ['records are read, though none is done', (second: number) => standing({ position: `5/0/${second}` })],
  ])('says nothing while %s', (_, at) => {
    expect(verdicts(600, (second) => [at(second)])).toEqual([]);
  });

  it('counts from when the explanation ended', () => {
    expect(verdicts(160, (second) => [standing({ isExplained: second < 100 })])).toEqual([[150, 'rebuild']]);
  });

  it('begins anew when a rebuild helped', () => {
    const at = (second: number) => [standing(second < 100 ? {} : { doneOffset: 6, position: '6/0/6' })];
    expect(verdicts(300, at)).toEqual([
      [60, 'rebuild'],
      [160, 'rebuild'],
      [230, 'rebuild'],
      [300, 'give-up'],
    ]);
  });

  it('sees one that stands among others that get on', () => {
    const at = (second: number) => [standing({ key: 't/1', position: `0/0/${second}` }), standing()];
    expect(verdicts(60, at)).toEqual([[60, 'rebuild']]);
  });

  it('does not hold the past of a partition against the member that lost it', () => {
    expect(verdicts(110, (second) => (second === 30 ? [] : [standing()]))).toEqual([[100, 'rebuild']]);
  });
});
