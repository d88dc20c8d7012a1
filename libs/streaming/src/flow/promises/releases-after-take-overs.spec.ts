import { afterEach, expect, it } from '@jest/globals';
import { on, ShopBench, shopTopic, Sold, sourceWith } from '@spillway/testing';

let bench: ShopBench;
afterEach(() => bench?.close());

it('releases no key before its partition is taken over', async () => {
  const seen: string[] = [];
  let isBroken = true;
  const handler = on(Sold, ({ item }) => {
    seen.push(item);
    if (isBroken) throw new Error('broken');
  });
  bench = await ShopBench.open({ handlers: [handler], topic: { whenDeadLettered: 'hold' } });
  const first = await bench.start();
  await bench.sell({ item: 'a' });
  await bench.settled();
  await bench.stop(first);
  isBroken = false;
  seen.length = 0;
  let store: () => void = () => {};
  const stored = new Promise<void>((resolve) => (store = resolve));
  const { transport } = bench;
  const source: typeof transport.source = (options) => {
    const own = transport.source(options);
    // That of the take-over comes when the markers are read.
    const isTakeOver = (): boolean => bench.running[0]?.report().flows[0]?.heldKeys === 1;
    return sourceWith(own, {
      commit: async (...asked) => {
        if (isTakeOver()) await stored;
        await own.commit(...asked);
      },
    });
  };
  const starting = bench.start({ transport: { ...transport, source } });
  const consumer = bench.running[0]!;
  await bench.until(() => consumer.report().flows[0]?.heldKeys === 1);
  const told: unknown[] = [];
  const release = async (): Promise<unknown> => {
    const before = told.length;
    consumer.releaseKey(shopTopic, Buffer.from('a')).then(
      (sent) => told.push(sent),
      (error: unknown) => told.push(String(error)),
    );
    await bench.until(() => told.length > before);
    return told.at(-1);
  };
  expect(consumer.status().state).toBe('rebuilding');
  expect(await release()).toContain('KeyBusy');
  expect([await bench.holds(), seen]).toEqual([[expect.objectContaining({ offset: 0 })], []]);
  store();
  await starting;
  await bench.until(() => consumer.status().state === 'running');
  expect(await release()).toBe(1);
  await bench.settled();
  expect(seen).toEqual(['a']);
});
