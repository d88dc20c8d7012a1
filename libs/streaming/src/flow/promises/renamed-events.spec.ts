import { defineEvent } from '@spillway/events';
import { expect, it } from '@jest/globals';
import { jsonCodec, ShopBench, shopEvents, shopTopic, Sold, type Sale } from '@spillway/testing';
import type { EventCodec } from '../../ports/event-codec.js';

async function handledOf(topic: { readonly ignore?: readonly (typeof Sold)[] }): Promise<readonly unknown[]> {
  const schema = { ...(Sold.schema as object), name: 'Sale', aliases: ['Sold'] } as unknown as typeof Sold.schema;
  const Sale = defineEvent<Sale>({ topic: shopTopic, schema, key: Sold.key });
  const inner = jsonCodec(shopEvents);
  const codec: EventCodec = {
    ...inner,
    // As a codec reads what an alias names.
    decode: async (value, origin) => ({ ...(await inner.decode(value, origin)), definition: Sale as never }),
  };
  const handled: unknown[] = [];
  const bench = await ShopBench.open({
    codec,
    topic,
    handlers: [
      {
        kind: 'single',
        name: 'counts',
        definitions: [Sale],
        handle: async ({ event, envelope }) => void handled.push([(event as Sale).quantity, envelope.type]),
      },
    ],
  });
  await bench.sell({ quantity: 7 });
  await bench.start();
  await bench.settled();
  await bench.close();
  return handled;
}

it('gives the handler of an event what was written under the name it had before', async () => {
  expect(await handledOf({})).toEqual([[7, Sold.type]]);
});

it('keeps to what a group says of the name before: it wants none of it', async () => {
  expect(await handledOf({ ignore: [Sold] })).toEqual([]);
});
