import { afterEach, describe, expect, it } from '@jest/globals';
import { spillwayHeaders } from '@spillway/events';
import { on, ShopBench, shopTopic, Sold } from '@spillway/testing';

const hourMs = 3_600_000;

let bench: ShopBench;
afterEach(() => bench?.close());

describe.each(['key', 'partition'] as const)(
  'a partition in which no more keys may be held, in %s order',
  (ordering) => {
    it('begins nothing until one is released; what is to die waits as it is', async () => {
      const seen: string[] = [];
      let isBroken = true;
      const handler = on(Sold, ({ item }, { attempt }) => {
        seen.push(`${item}@${attempt}`);
        if (item === 'b' || (isBroken && item === 'a')) throw new Error('broken');
      });
      const topic = { ordering, whenDeadLettered: 'hold' } as const;
      bench = await ShopBench.open({ handlers: [handler], topic, limits: { maxHeldKeys: 1 } });
      const consumer = await bench.start();
      await bench.sell({ item: 'a' }, { item: 'b' });
      await bench.until(() => seen.includes('b@4'));
      await bench.sell({ item: 'c' });
      await bench.clock.advance(hourMs);
      expect(seen.toSorted()).toEqual(['a@1', 'a@2', 'a@3', 'a@4', 'b@1', 'b@2', 'b@3', 'b@4']);
      expect(await bench.deadLetters()).toHaveLength(1);
      expect(consumer.report().flows[0]).toMatchObject({ reason: expect.stringContaining('too many keys are held') });
      isBroken = false;
      seen.length = 0;
      let sent: number | undefined;
      void consumer.releaseKey(shopTopic, Buffer.from('a')).then((count) => (sent = count));
      await bench.until(() => sent === 1);
      await bench.settled();
      expect(seen.toSorted()).toEqual(['a@1', 'c@1']);
      const [, letter] = await bench.deadLetters();
      expect([String(letter!.key), String(letter!.headers[spillwayHeaders.attempt])]).toEqual(['b', '4']);
      expect(consumer.report().flows[0]).toMatchObject({ heldKeys: 1 });
    });

    it('can be freed when what was sent back dies again', async () => {
      const broken = new Set(['a', 'b', 'c']);
      const seen: string[] = [];
      const handler = on(Sold, ({ item }) => {
        seen.push(item);
        if (broken.has(item)) throw new Error('broken');
      });
      const topic = { ordering, whenDeadLettered: 'hold' } as const;
      bench = await ShopBench.open({ handlers: [handler], topic, limits: { maxHeldKeys: 1 } });
      const consumer = await bench.start();
      const release = async (key: string): Promise<number> => {
        let answer: number | undefined;
        consumer.releaseKey(shopTopic, Buffer.from(key)).then(
          (sent) => (answer = sent),
          () => (answer = -1),
        );
        await bench.until(() => answer !== undefined);
        await bench.clock.advance(hourMs / 4);
        return answer!;
      };
      await bench.sell({ item: 'a' }, { item: 'b' });
      await bench.clock.advance(hourMs);
      await bench.sell({ item: 'c' });
      // By then b is held; in key order a waits for room.
      expect([await release('a'), await release('b')]).toEqual([1, 1]);
      broken.clear();
      seen.length = 0;
      for (const key of ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c']) await release(key);
      await bench.settled();
      expect(seen.toSorted()).toEqual(['a', 'b', 'c']);
      expect(consumer.report().flows[0]).toMatchObject({ heldKeys: 0 });
    });
  },
);
