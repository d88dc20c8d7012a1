import { afterEach, describe, expect, it } from '@jest/globals';
import { retryTopic } from '@spillway/events';
import { Returned, ShopBench, shopTopic, Sold, type Sale, type ShopBenchOptions } from '@spillway/testing';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../../test/support/property-runs.js';
import type { Delivery } from '../../group/delivery.js';
import type { SingleBinding } from '../../group/handler-binding.js';
import type { LogRecord } from '../../ports/record.js';
import { isClockProbe } from '../../retry/clocks/clock-probe.js';
import { delayName } from '../../retry/tiers/delay-name.js';
import type { GroupConsumer } from '../group-consumer.js';

let benches: ShopBench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

/** Fails each event as often as said, by its quantity; what was called is `<item><quantity>@<attempt>`. */
function failing(failures: Map<number, number>, seen: string[]): SingleBinding {
  return {
    kind: 'single',
    name: 'count-stock',
    definitions: [Sold, Returned],
    handle: (delivery) => {
      const { event, attempt } = delivery as Delivery<Sale>;
      seen.push(`${event.item}${event.quantity}@${attempt}`);
      const left = failures.get(event.quantity) ?? 0;
      failures.set(event.quantity, left - 1);
      if (left > 0) throw new Error('not yet');
    },
  };
}

async function open(options: ShopBenchOptions, before?: ShopBench): Promise<ShopBench> {
  const shared = before === undefined ? {} : { transport: before.transport, clock: before.clock };
  const bench = await ShopBench.open({ ...options, ...shared });
  benches.push(bench);
  return bench;
}

const topicOf = (delayMs: number): string => retryTopic(shopTopic, 'stock', delayName(delayMs));
const delays = (...delaysMs: number[]): Pick<ShopBenchOptions, 'topic'> => ({ topic: { retry: { delaysMs } } });
const copiesIn = async (bench: ShopBench, topic: string): Promise<readonly LogRecord[]> =>
  (await bench.records(topic)).filter((record) => !isClockProbe(record));
const leftIn = (consumer: GroupConsumer) => consumer.report().drained.map(({ tier, left }) => [tier, left]);

describe('a delay taken out of the retry policy', () => {
  it.each([
    ['the farthest', [1_000, 60_000], [1_000, 10_000], 60_000],
    ['the nearest, with none nearer', [5_000], [10_000], 5_000],
    ['the only one, for tries in place', [5_000], undefined, 5_000],
  ])('is read until it is empty, keeps its keys in order and gets nothing new: %s', async (_, was, is, drained) => {
    const seen: string[] = [];
    const failures = new Map([[1, was.length]]);
    const handlers = [failing(failures, seen)];
    const before = await open({ handlers, ...delays(...was) });
    await before.sell({ item: 'a', quantity: 1 }, { item: 'a', quantity: 2 });
    const old = await before.start();
    await before.until(async () => (await before.records(topicOf(drained))).length > 0);
    await before.stop(old);
    const parked = (await before.records(topicOf(drained))).length;

    const bench = await open({ handlers, ...(is === undefined ? { topic: {} } : delays(...is)) }, before);
    await bench.sell({ item: 'a', quantity: 3 }, { item: 'b', quantity: 4 }, { item: 'a', quantity: 5 });
    const consumer = await bench.start();
    await bench.until(() => seen.includes('b4@1'));
    // With them waits what asked for the broker's time.
    expect(leftIn(consumer)).toEqual([[topicOf(drained), parked + 1]]);
    expect(seen).not.toContain('a2@1');
    await bench.settled();
    expect(seen.slice(was.length)).toEqual(['b4@1', `a1@${was.length + 1}`, 'a2@1', 'a3@1', 'a5@1']);
    expect(await copiesIn(bench, topicOf(drained))).toHaveLength(parked);
    expect(leftIn(consumer)).toEqual([[topicOf(drained), 0]]);
    expect(await bench.deadLetters()).toEqual([]);
  });

  it('passes on what fails again to the next that is left; later events of the key follow there', async () => {
    const seen: string[] = [];
    const handlers = [failing(new Map([[1, 2]]), seen)];
    const before = await open({ handlers, ...delays(1_000, 5_000, 60_000) });
    await before.sell({ item: 'a', quantity: 1 });
    const old = await before.start();
    await before.until(async () => (await before.records(topicOf(5_000))).length > 0);
    await before.stop(old);

    const bench = await open({ handlers, ...delays(1_000, 60_000) }, before);
    await bench.sell({ item: 'a', quantity: 2 });
    await bench.start();
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a1@2', 'a1@3', 'a2@1']);
    expect(await copiesIn(bench, topicOf(5_000))).toHaveLength(1);
  });

  it('does not stop its partition for more events of a waiting key than there is room', async () => {
    const seen: string[] = [];
    const handlers = [failing(new Map([[1, 1]]), seen)];
    const before = await open({ handlers, ...delays(5_000) });
    await before.sell({ item: 'a', quantity: 1 });
    const old = await before.start();
    await before.until(async () => (await before.records(topicOf(5_000))).length > 0);
    await before.stop(old);

    const bench = await open({ handlers, ...delays(10_000) }, before);
    const many = Array.from({ length: 1_500 }, (_, index) => ({ item: 'a', quantity: index + 2 }));
    await bench.sell(...many);
    await bench.start();
    await bench.settled();
    const first = many.map(({ quantity }) => `a${quantity}@1`);
    expect(seen).toEqual(['a1@1', 'a1@2', ...first]);
  });

  it('holds the partition of a group that keeps its order', async () => {
    const seen: string[] = [];
    const handlers = [failing(new Map([[1, 1]]), seen)];
    const before = await open({ handlers, ...delays(5_000) });
    await before.sell({ item: 'a', quantity: 1 }, { item: 'a', quantity: 2 });
    const old = await before.start();
    await before.until(async () => (await before.records(topicOf(5_000))).length > 1);
    await before.stop(old);

    const bench = await open({ handlers, topic: { ordering: 'partition' } }, before);
    await bench.sell({ item: 'b', quantity: 3 });
    await bench.start();
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a1@2', 'a2@1', 'b3@1']);
  });

  it('may be deleted when it is empty, while the group runs', async () => {
    const seen: string[] = [];
    const handlers = [failing(new Map([[1, 1]]), seen)];
    const before = await open({ handlers, ...delays(5_000) });
    await before.sell({ item: 'a', quantity: 1 });
    const old = await before.start();
    await before.until(async () => (await before.records(topicOf(5_000))).length > 0);
    await before.stop(old);

    const bench = await open({ handlers, ...delays(10_000) }, before);
    const consumer = await bench.start();
    await bench.settled();
    bench.transport.log.deleteTopic(topicOf(5_000));
    await bench.until(() => consumer.report().drained.length === 0 && consumer.status().state === 'running');
    await bench.sell({ item: 'a', quantity: 2 });
    await bench.until(() => seen.includes('a2@1'));
    expect(seen).toEqual(['a1@1', 'a1@2', 'a2@1']);
  });

  const policies = fc.uniqueArray(fc.constantFrom(500, 2_000, 8_000, 30_000), { minLength: 1, maxLength: 4 });
  const sales = fc.array(fc.record({ item: fc.constantFrom('a', 'b'), failures: fc.nat(3) }), { maxLength: 8 });
  const change = fc.record({ retry: policies, sales, untilMs: fc.nat(20_000) });
  const runs = propertyRuns('drained-tiers', 10, 57_000);

  it(
    'keeps the order of each key and loses nothing, whatever policy follows which',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 4 }), async (changes) => {
          const seen: string[] = [];
          const failures = new Map<number, number>();
          const handlers = [failing(failures, seen)];
          const items: string[] = [];
          let bench: ShopBench | undefined;
          for (const { retry, sales: sold, untilMs } of changes) {
            bench = await open({ handlers, ...delays(...retry.toSorted((one, other) => one - other)) }, bench);
            for (const { item, failures: times } of sold) {
              items.push(item);
              failures.set(items.length, times);
              await bench.sell({ item, quantity: items.length });
            }
            const consumer = await bench.start();
            await bench.clock.advance(untilMs);
            await bench.stop(consumer);
          }
          await bench!.start();
          await bench!.settled();
          await bench!.close();
          benches = [];
          const ended = items.map((item, index) => `${item}${index + 1}`);
          const firsts = seen.filter((call) => call.endsWith('@1')).map((call) => call.slice(0, -2));
          for (const key of ['a', 'b']) {
            const of = (calls: readonly string[]) => calls.filter((call) => call.startsWith(key));
            // Each is delivered for the first time after all earlier ones of its key are done.
            expect([...new Set(of(firsts))]).toEqual(of(ended));
            expect(callsInTurn(of(seen))).toEqual(of(ended));
          }
        }),
        { ...runs.options, endOnFailure: true },
      );
    },
    runs.timeoutMs,
  );
});

/** The events in the order of their calls, repeats of the same one in a row taken together. */
function callsInTurn(calls: readonly string[]): readonly string[] {
  const names = calls.map((call) => call.replace(/@.*/, ''));
  return names.filter((name, index) => name !== names[index - 1]);
}
