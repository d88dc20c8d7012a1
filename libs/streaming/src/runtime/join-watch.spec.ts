import { describe, expect, it } from '@jest/globals';
import { JoinWatch } from './join-watch.js';

const stallMs = 60_000;

/** What the watch says when it looks every 10 s, from second 0 on. */
function verdicts(seconds: number, isWaiting: (second: number) => boolean): readonly string[] {
  const watch = new JoinWatch(stallMs);
  const told: string[] = [];
  for (let second = 0; second <= seconds; second += 10) {
    const verdict = watch.look(second * 1_000, isWaiting(second));
    if (verdict !== 'fine') told.push(`${verdict} at ${second}`);
  }
  return told;
}

describe('the watch over a member that waits for its partitions', () => {
  it('has the consumer rebuilt after the time, once more in vain, then gives up', () => {
    expect(verdicts(180, () => true)).toEqual(['rebuild at 60', 'rebuild at 120', 'give-up at 180']);
  });

  it('says nothing of one that got them in time, or while something explains it', () => {
    expect(verdicts(600, (second) => second % 60 < 50)).toEqual([]);
  });

  it('begins anew when a rebuild helped', () => {
    expect(verdicts(260, (second) => second !== 70)).toEqual([
      'rebuild at 60',
      'rebuild at 140',
      'rebuild at 200',
      'give-up at 260',
    ]);
  });
});
