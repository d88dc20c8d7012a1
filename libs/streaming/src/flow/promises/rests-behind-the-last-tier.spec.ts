import { afterEach, describe, expect, it } from '@jest/globals';
import { on, ShopBench, Sold } from '@spillway/testing';

const hourMs = 3_600_000;
const badKeys = 450;
/** So many good ones that the bad ones do not use up the dead-letter budget. */
const goodKeys = 700;

let bench: ShopBench;
afterEach(() => bench?.close());

const sales = (name: string, count: number, round = 1): readonly { readonly item: string; readonly id: string }[] =>
  Array.from({ length: count }, (_, index) => ({ item: `${name}${index}`, id: `${name}${index}/${round}` }));

describe('records that came to the last tier held, and fail there', () => {
  it('rest as long as their group asked for: what it was to outlive, they outlive', async () => {
    const calls: string[] = [];
    let isBroken = true;
    const handler = on(Sold, (_, { envelope: { id }, attempt }) => {
      calls.push(`${id} ${attempt} ${Math.round((bench.clock.nowMs() - startMs) / 60_000)}`);
      if (isBroken) throw new Error('it fails');
    });
    bench = await ShopBench.open({ handlers: [handler], topic: { retry: { delaysMs: [60_000, hourMs] } } });
    const startMs = bench.clock.nowMs();
    await bench.start();
    await bench.sell({ item: 'cup', id: 'first' });
    await bench.until(() => calls.length === 2);
    await bench.sell({ item: 'cup', id: 'second' });
    // The first waits an hour, and the second behind it. Then that one has its own minute and hour.
    await bench.until(() => calls.length === 5, 3 * hourMs);
    isBroken = false;
    await bench.settled();
    expect(calls).toEqual(['first 1 0', 'first 2 1', 'first 3 61', 'second 1 61', 'second 2 62', 'second 3 122']);
    expect(await bench.deadLetters()).toHaveLength(1);
  });

  it('keep nobody from going on: where many rest, it is for seconds, whatever the delays', async () => {
    const good = new Set<string>();
    const tries = new Map<string, number[]>();
    const handler = on(Sold, ({ item }, { envelope, attempt }) => {
      if (item.startsWith('good')) return void good.add(envelope.id);
      tries.set(envelope.id, [...(tries.get(envelope.id) ?? []), attempt]);
      throw new Error('it fails');
    });
    bench = await ShopBench.open({ handlers: [handler], topic: { retry: { delaysMs: [10_000, hourMs] } } });
    await bench.start();
    await bench.sell(...sales('good', goodKeys));
    // Two at a time: in the tiers, the second of each key lies right behind the first.
    for (let key = 0; key < badKeys; key++) {
      await bench.sell({ item: `bad${key}`, id: `bad${key}/1` }, { item: `bad${key}`, id: `bad${key}/2` });
      await bench.clock.advance(50);
    }
    await bench.clock.advance(hourMs);
    await bench.sell(...sales('good', goodKeys, 2));
    await bench.clock.advance(11_000);
    // All first events of a key are dead letters, and all second ones have failed, an hour after their first.
    await bench.sell(...sales('good', goodKeys, 3));
    await bench.until(() => good.size === 3 * goodKeys, 60_000);
    await bench.clock.advance(30_000);
    // Those that go on resting leave half of the room, here 200 gaps between done offsets, some of which lie side by side.
    expect(2 * badKeys - (await bench.deadLetters()).length).toBeLessThan(300);
    await bench.clock.advance(hourMs);
    await bench.settled();
    expect(await bench.deadLetters()).toHaveLength(2 * badKeys);
    expect(new Set([...tries.values()].map((each) => each.join()))).toEqual(new Set(['1,2,3']));
  });
});
