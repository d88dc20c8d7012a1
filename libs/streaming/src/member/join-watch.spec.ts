import { describe, expect, it } from '@jest/globals';
import { JoinWatch, type JoinWait } from './join-watch.js';

const stallMs = 60_000;

/** What the watch says when it looks every 10 s, from second 0 on. */
function verdicts(seconds: number, waitAt: (second: number) => JoinWait): readonly string[] {
  const watch = new JoinWatch(stallMs);
  const told: string[] = [];
  for (let second = 0; second <= seconds; second += 10) {
    const verdict = watch.look(second * 1_000, waitAt(second));
    if (verdict !== 'fine') told.push(`${verdict} at ${second}`);
  }
  return told;
}

describe('the watch over a member that waits for its partitions', () => {
  it('has the consumer rebuilt after the time, once more in vain, then gives up', () => {
    expect(verdicts(180, () => 'unexplained')).toEqual(['rebuild at 60', 'rebuild at 120', 'give-up at 180']);
  });

  it.each(['over', 'explained'] as const)('says nothing of a wait that is %s in time', (wait) => {
    expect(verdicts(600, (second) => (second % 60 < 50 ? 'unexplained' : wait))).toEqual([]);
  });

  it('counts on from the last rebuild once nothing explains the wait any more', () => {
    expect(verdicts(240, (second) => (second > 60 && second < 120 ? 'explained' : 'unexplained'))).toEqual([
      'rebuild at 60',
      'rebuild at 180',
      'give-up at 240',
    ]);
  });

  it('begins anew when a rebuild helped', () => {
    expect(verdicts(260, (second) => (second === 70 ? 'over' : 'unexplained'))).toEqual([
      'rebuild at 60',
      'rebuild at 140',
      'rebuild at 200',
      'give-up at 260',
    ]);
  });
});
