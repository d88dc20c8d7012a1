import { afterEach, describe, expect, it } from '@jest/globals';
import { on, ShopBench, Sold } from '@spillway/testing';
import { suspend, type Outcome } from '../../group/outcome.js';

const minuteMs = 60_000;
const retry = { delaysMs: [1_000, 10_000] };

let bench: ShopBench;
afterEach(() => bench?.close());

const notFound = (): never => {
  throw Object.assign(new Error('getaddrinfo ENOTFOUND no-such.example'), { code: 'ENOTFOUND' });
};

/** One event for which something is away, and others, one every ten seconds. */
async function sold(
  minutes: number,
  handle: (item: string) => Outcome | void,
  dependencies: readonly string[] = [],
): Promise<{ readonly completed: number; readonly sent: number }> {
  let completed = 0;
  let sent = 0;
  const handler = on(
    Sold,
    async ({ item }) => {
      await bench.clock.sleep(20);
      const outcome = handle(item);
      if (outcome === undefined) completed++;
      return outcome;
    },
    { name: 'call-webhook', dependencies },
  );
  bench = await ShopBench.open({ handlers: [handler], topic: { retry } });
  await bench.start();
  await bench.sell({ item: 'odd', id: 'odd' });
  for (; sent < minutes * 6; sent++) {
    await bench.sell({ item: `other${sent}`, id: `other${sent}` });
    await bench.clock.advance(10_000);
  }
  await bench.clock.advance(minuteMs);
  return { completed, sent };
}

describe('an event whose own address is away', () => {
  it.each([['with', ['webhook']] as const, ['without', []] as const])(
    'is given up after its attempts, while others are handled (%s a dependency named)',
    async (_, dependencies) => {
      const { completed, sent } = await sold(15, (item) => (item === 'odd' ? notFound() : undefined), dependencies);
      expect(completed).toBe(sent);
      const [letter, ...more] = await bench.deadLetters();
      expect(more).toEqual([]);
      const { headers, key } = letter!;
      const [code, attempt] = ['spillway-error-code', 'spillway-attempt'].map((name) => String(headers[name]));
      expect([String(key), code, attempt]).toEqual(['odd', 'ENOTFOUND', '3']);
    },
  );

  it('waits for as long as its handler says that it waits', async () => {
    let isAway = true;
    const handle = (item: string): Outcome | void => (item === 'odd' && isAway ? suspend('webhook of odd') : undefined);
    const { completed, sent } = await sold(15, handle);
    expect([completed, await bench.deadLetters()]).toEqual([sent, []]);
    isAway = false;
    await bench.settled();
    expect(await bench.deadLetters()).toEqual([]);
  });
});

describe('a dependency that is away for all events', () => {
  it.each([['with', ['webhook']] as const, ['without', []] as const])(
    'has nothing given up, however long it lasts (%s a name)',
    async (_, dependencies) => {
      let isAway = true;
      await sold(60, () => (isAway ? notFound() : undefined), dependencies);
      expect(await bench.deadLetters()).toEqual([]);
      expect(await bench.records('shop.sales.stock.retry.1s')).toEqual([]);
      isAway = false;
      await bench.settled();
      expect(await bench.deadLetters()).toEqual([]);
    },
  );
});
