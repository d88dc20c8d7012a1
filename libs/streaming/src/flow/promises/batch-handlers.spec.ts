import { afterEach, describe, expect, it } from '@jest/globals';
import { memoryStateStore, ShopBench, Sold, type Sale, type ShopBenchOptions } from '@spillway/testing';
import type { Delivery } from '../../group/delivery.js';
import { behind, completed, deadLetter, retryLater, suspend, type Outcome } from '../../group/outcome.js';
import type { BatchBinding } from '../../group/handler-binding.js';

const retry = { delaysMs: [1_000, 10_000] };

let bench: ShopBench;
afterEach(() => bench?.close());

type Answer = (items: readonly string[]) => readonly Outcome[] | void;

/** Sells `a` to `h`, of which `d` is bad, to a batch handler. Answers the attempts that it saw of each item, call by call. */
async function attemptsSeen(answer: Answer, options: Partial<ShopBenchOptions>): Promise<Record<string, number[]>> {
  const attempts: Record<string, number[]> = {};
  const binding: BatchBinding = {
    kind: 'batch',
    name: 'count-stock',
    definitions: [Sold],
    handleBatch: async (deliveries) => {
      await Promise.resolve();
      const items = (deliveries as readonly Delivery<Sale>[]).map(({ event }) => event.item);
      for (const [index, item] of items.entries()) (attempts[item] ??= []).push(deliveries[index]!.attempt);
      return answer(items);
    },
  };
  bench = await ShopBench.open({ handlers: [binding], ...options });
  await bench.sell(...[...'abcdefgh'].map((item) => ({ item, id: item })));
  await bench.start();
  await bench.settled();
  return attempts;
}

const throwing: Answer = (items) => {
  if (items.includes('d')) throw new Error('no');
};
const answering: Answer = (items) => items.map((item) => (item === 'd' ? retryLater('no') : completed()));

async function attemptsOfLetter(): Promise<number> {
  const [letter] = await bench.deadLetters();
  return Number(String(letter!.headers['spillway-attempt']));
}

describe.each([
  ['without state', () => ({})],
  ['with state', () => ({ state: memoryStateStore() })],
])('a batch handler with one bad event, %s', (_, state) => {
  it.each(['none', 'key'] as const)('sees every other once when it answers outcomes, in %s order', async (ordering) => {
    const attempts = await attemptsSeen(answering, { topic: { ordering, retry }, ...state() });
    const once = Object.fromEntries([...'abcefgh'].map((item) => [item, [1]]));
    expect(attempts).toEqual({ ...once, d: [1, 2, 3] });
    expect(await attemptsOfLetter()).toBe(3);
  });

  it('sees others again when it throws, within the same attempt, and gives up the bad one after as many attempts', async () => {
    const attempts = await attemptsSeen(throwing, { topic: { ordering: 'none', retry }, ...state() });
    // Eight, four, two, alone; then each tier's try alone.
    expect(attempts).toMatchObject({ d: [1, 1, 1, 1, 2, 3], c: [1, 1, 1, 1], a: [1, 1, 1], e: [1, 1], h: [1, 1] });
    expect(await attemptsOfLetter()).toBe(3);
  });
});

/** What a batch handler in partition order is called with: items and attempts, call by call. */
async function callsSeen(
  answer: (items: readonly string[], attempt: number) => readonly Outcome[] | void,
  options: Partial<ShopBenchOptions> = {},
  items = 'abcdefgh',
): Promise<readonly string[]> {
  const calls: string[] = [];
  const binding: BatchBinding = {
    kind: 'batch',
    name: 'count-stock',
    definitions: [Sold],
    handleBatch: async (deliveries) => {
      await Promise.resolve();
      const names = (deliveries as readonly Delivery<Sale>[]).map(({ event }) => event.item);
      calls.push(`${names.join('')}@${deliveries.map(({ attempt }) => attempt).join('')}`);
      return answer(names, deliveries[0]!.attempt);
    },
  };
  bench = await ShopBench.open({ handlers: [binding], topic: { ordering: 'partition' }, ...options });
  await bench.sell(...[...items].map((item, index) => ({ item, id: `${item}${index}` })));
  await bench.start();
  await bench.settled();
  return calls;
}

/** Does one after the other, and stops at the first that it cannot do. */
const inOrder =
  (bad: string, outcome: Outcome, times = 1) =>
  (items: readonly string[], attempt: number): readonly Outcome[] => {
    const at = attempt > times ? -1 : items.indexOf(bad);
    return items.map((_, index) => (at === -1 || index < at ? completed() : index === at ? outcome : behind()));
  };

describe.each([
  ['without state', () => ({})],
  ['with state', () => ({ state: memoryStateStore() })],
])('a batch handler in partition order, %s', (_, state) => {
  it('gets what waits in one call, whatever its key, up to the size of a round', async () => {
    expect(await callsSeen(() => {}, state())).toEqual(['abcdefgh@11111111']);
    await bench.close();
    const limits = { maxRoundRecords: 3 };
    expect(await callsSeen(() => {}, { ...state(), limits })).toEqual(['abc@111', 'def@111', 'gh@11']);
  });

  it('gets the failed one alone until it ends, then those behind it, of which none was an attempt', async () => {
    const calls = await callsSeen(inOrder('d', retryLater('no'), 2), state());
    expect(calls).toEqual(['abcdefgh@11111111', 'd@2', 'd@3', 'efgh@1111']);
    expect(await bench.deadLetters()).toEqual([]);
  });

  it('gets those behind a dead letter when that is written, and those behind a dependency when that is back', async () => {
    expect(await callsSeen(inOrder('d', deadLetter('never')), state())).toEqual(['abcdefgh@11111111', 'efgh@1111']);
    expect(await bench.deadLetters()).toHaveLength(1);
    await bench.close();
    let isAway = true;
    const calls = await callsSeen((items) => {
      const answer = inOrder('d', suspend('till', { forMs: 1_000 }), isAway ? 9 : 0)(items, 1);
      isAway = false;
      return answer;
    }, state());
    expect(calls).toEqual(['abcdefgh@11111111', 'defgh@11111']);
  });

  it('is called in halves when it throws, never beyond the bad one', async () => {
    const calls = await callsSeen((items, attempt) => {
      if (items.includes('f') && attempt === 1) throw new Error('no');
    }, state());
    expect(calls).toEqual(['abcdefgh@11111111', 'abcd@1111', 'efgh@1111', 'ef@11', 'e@1', 'f@1', 'f@2', 'gh@11']);
  });

  it('may not say that the first waits', async () => {
    await callsSeen(() => [behind()], state(), 'a');
    const [letter] = await bench.deadLetters();
    expect(String(letter!.headers['spillway-error-code'])).toBe('SPW-5007');
  });
});

it('handles again what was done behind one that failed, after that one', async () => {
  const calls = await callsSeen((items, attempt) =>
    items.map((item) => (item === 'd' && attempt === 1 ? retryLater('no') : completed())),
  );
  expect(calls).toEqual(['abcdefgh@11111111', 'd@2', 'efgh@1111']);
});

it('rolls back what was written behind one that failed: each is written once, in order', async () => {
  const calls = await callsSeen(
    (items, attempt) => items.map((item) => (item === 'd' && attempt === 1 ? retryLater('no') : completed())),
    { state: memoryStateStore() },
  );
  expect(calls).toEqual(['abcdefgh@11111111', 'abcd@1111', 'd@2', 'efgh@1111']);
});
