import { afterEach, describe, expect, it } from '@jest/globals';
import { holdsTopic, spillwayHeaders } from '@spillway/events';
import { ShopBench, shopTopic, Sold } from '@spillway/testing';
import { deadLetter } from '../../group/outcome.js';

let bench: ShopBench;
afterEach(() => bench?.close());

/** As one that had the partition before anybody would have written it. */
async function zombieHolds(item: string): Promise<void> {
  await bench.transport.sink().append({
    topic: holdsTopic(shopTopic, 'stock'),
    partition: 0,
    key: Buffer.from(item),
    value: Buffer.from(JSON.stringify({ offset: 0 })),
    headers: { [spillwayHeaders.epoch]: '0' },
  });
}

/** Key and what is said of it: held, or free. */
async function words(): Promise<readonly string[]> {
  return (await bench.holds()).map(({ key, value }) => `${String(key)} ${value === null ? 'free' : 'held'}`);
}

describe.each(['key', 'partition'] as const)('the markers of a zombie, in %s order', (ordering) => {
  it('are put right where nothing else is written for the key, all of them, without anything more coming', async () => {
    let finish: (() => void) | undefined;
    bench = await ShopBench.open({
      topic: { ordering, whenDeadLettered: 'hold' },
      handlers: [
        {
          kind: 'single',
          name: 'dies',
          definitions: [Sold],
          handle: async () => {
            await new Promise<void>((resolve) => (finish = resolve));
            return deadLetter('no');
          },
        },
      ],
    });
    await bench.sell({ item: 'a' });
    await bench.start();
    await bench.until(() => finish !== undefined);
    await zombieHolds('a');
    await bench.clock.advance(1_000);
    expect(await words()).toEqual(['a held']);
    await Promise.all(['b', 'c'].map(zombieHolds));
    await bench.clock.advance(1_000);
    const others = ['b free', 'c free'];
    const early = ordering === 'key' ? others : [];
    expect(await words()).toEqual(['a held', 'b held', 'c held', ...early]);
    finish!();
    await bench.settled();
    await bench.clock.advance(1_000);
    const late = ordering === 'key' ? [] : others;
    expect(await words()).toEqual(['a held', 'b held', 'c held', ...early, 'a held', ...late]);
  });
});
