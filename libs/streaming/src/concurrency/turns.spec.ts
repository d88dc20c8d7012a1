import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

function work() {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { end, ended };
}

const untilSettled = () => new Promise((resolve) => setImmediate(resolve));

describe('Turns', () => {
  it('runs so many at once, the others in order of arrival, also after a failure', async () => {
    const turns = new Turns(2);
    const started: string[] = [];
    const works = ['a', 'b', 'c', 'd'].map((name) => ({ name, ...work() }));
    const runs = works.map(({ name, ended }) =>
      turns.run(async () => {
        started.push(name);
        await ended;
        if (name === 'b') throw new Error('b failed');
        return name;
      }),
    );
    await untilSettled();
    expect(started).toEqual(['a', 'b']);
    const outcomes = Promise.allSettled(runs);
    works[1]!.end();
    await untilSettled();
    expect(started).toEqual(['a', 'b', 'c']);
    for (const { end } of works) end();
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });

  it('never runs what was left while waiting, and keeps no turn for it', async () => {
    const turns = new Turns(1);
    const first = work();
    const running = turns.run(() => first.ended);
    const leaving = new AbortController();
    let ran = false;
    const left = turns.run(async () => void (ran = true), leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    first.end();
    await running;
    expect(await turns.run(async () => 'next')).toBe('next');
    expect(ran).toBe(false);
    await expect(turns.run(async () => 'late', leaving.signal)).rejects.toThrow('gone');
  });
});
