import { afterEach, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, retryTopic } from '@spillway/events';
import {
  ShopBench,
  shopTopic,
  sinkWith,
  Sold,
  virtualClock,
  type Sale,
  type ShopBenchOptions,
} from '@spillway/testing';
import { deadLetter } from '../../group/outcome.js';
import { memoryTransport } from '../../memory/memory-transport.js';
import type { SingleBinding } from '../../group/handler-binding.js';
import type { OutgoingRecord } from '../../ports/record.js';

const letters = deadLetterTopic(shopTopic, 'stock');
const tier = retryTopic(shopTopic, 'stock', '10s');

let bench: ShopBench;
let seen: string[];
afterEach(() => bench?.close());

/** A group whose appends fail as told; `bad` items are to be retried, `poison` is not. */
async function open(mayAppend: (record: OutgoingRecord) => boolean, topic: ShopBenchOptions['topic']): Promise<void> {
  const clock = virtualClock();
  const inner = memoryTransport({ clock });
  const sink = inner.sink();
  const guarded = sinkWith(sink, {
    append: (record) => (mayAppend(record) ? sink.append(record) : Promise.reject(new Error('not there'))),
  });
  seen = [];
  const binding: SingleBinding = {
    kind: 'single',
    name: 'count-stock',
    definitions: [Sold],
    handle: ({ event }) => {
      const { item } = event as Sale;
      seen.push(item);
      if (item === 'poison') return deadLetter('of no use');
      if (item === 'bad') throw new Error('no');
      return undefined;
    },
  };
  const transport = { ...inner, sink: () => guarded };
  bench = await ShopBench.open({ handlers: [binding], clock, transport, ...(topic === undefined ? {} : { topic }) });
}

describe('a topic for copies that cannot be written', () => {
  it('counts as time in which its partition was suspended', async () => {
    let isAway = true;
    await open(({ topic }) => topic !== letters || !isAway, undefined);
    await bench.sell({ item: 'poison' });
    const consumer = await bench.start();
    await bench.clock.advance(60_000);
    const { suspendedMs } = consumer.counters()[shopTopic]!;
    expect(suspendedMs).toBeGreaterThan(40_000);
    isAway = false;
    await bench.settled();
    expect(consumer.counters()[shopTopic]!.suspendedMs).toBeGreaterThan(suspendedMs);
    expect(await bench.deadLetters()).toHaveLength(1);
  });

  it('holds up its partition whatever else could be written meanwhile', async () => {
    let isAway = true;
    let letterTries = 0;
    await open(({ topic }) => (topic === letters ? ++letterTries > 1 : topic !== tier || !isAway), {
      retry: { delaysMs: [10_000] },
    });
    await bench.sell({ item: 'bad' }, { item: 'poison' });
    const consumer = await bench.start();
    await bench.until(async () => (await bench.deadLetters()).length === 1);
    await bench.sell({ item: 'cup' });
    await bench.clock.advance(5_000);
    expect(consumer.status()).toMatchObject({ state: 'suspended' });
    expect(consumer.status().reason).toContain(tier);
    expect(seen).toEqual(['bad', 'poison']);
    isAway = false;
    await bench.until(() => seen.includes('cup'));
  });
});
