import { describe, expect, it } from '@jest/globals';
import { SingleFlight } from './single-flight.js';

function gate() {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

describe('SingleFlight', () => {
  it('never works on two items of one key at the same time, across calls', async () => {
    const flights = new SingleFlight();
    const { open, opened } = gate();
    const seen: string[][] = [];
    const work = async (items: readonly string[]) => {
      seen.push([...items]);
      await opened;
      return items;
    };
    const calls = [flights.run(['a', 'b'], String, work), flights.run(['b', 'c'], String, work)];
    await Promise.resolve();
    expect(seen).toEqual([['a', 'b'], ['c']]);
    open();
    expect(await Promise.all(calls)).toEqual([
      ['a', 'b'],
      ['b', 'c'],
    ]);
    expect(seen).toEqual([['a', 'b'], ['c'], ['b']]);
  });

  it('hands over equal keys of one list together, in list order', async () => {
    const flights = new SingleFlight();
    const rounds: string[][] = [];
    const answers = await flights.run(
      ['a1', 'a2', 'b1'],
      (item) => item[0]!,
      async (items) => {
        rounds.push([...items]);
        return items.map((item) => `did ${item}`);
      },
    );
    expect(rounds).toEqual([['a1', 'a2', 'b1']]);
    expect(answers).toEqual(['did a1', 'did a2', 'did b1']);
  });

  it('lets the next one in after a failure', async () => {
    const flights = new SingleFlight();
    await expect(flights.run(['a'], String, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await flights.run(['a'], String, async (items) => items)).toEqual(['a']);
  });
});
