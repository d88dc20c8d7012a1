import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, redriveTopic } from '@spillway/events';
import {
  memoryStateStore,
  Returned,
  ShopBench,
  shopTopic,
  Sold,
  type Sale,
  type ShopBenchOptions,
} from '@spillway/testing';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../../test/support/property-runs.js';
import { DeadLetters } from '../../dead-letters/dead-letters.js';
import type { Delivery } from '../../group/delivery.js';
import type { SingleBinding } from '../../group/handler-binding.js';

const redrive = redriveTopic(shopTopic, 'stock');
const idOf = (offset: number): string => `${deadLetterTopic(shopTopic, 'stock')}/0/${offset}`;

let benches: ShopBench[] = [];
let seen: string[];
/** Quantities whose events fail. */
let broken: Set<number>;
beforeEach(() => {
  seen = [];
  broken = new Set();
});
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const handler: SingleBinding = {
  kind: 'single',
  name: 'count-stock',
  definitions: [Sold, Returned],
  handle: (delivery) => {
    const { event, attempt } = delivery as Delivery<Sale>;
    seen.push(`${event.item}${event.quantity}@${attempt}`);
    if (broken.has(event.quantity)) throw new Error('not yet');
  },
};

async function open(options: Partial<ShopBenchOptions> = {}, before?: ShopBench): Promise<ShopBench> {
  const shared = before === undefined ? {} : { transport: before.transport, clock: before.clock };
  const bench = await ShopBench.open({ handlers: [handler], ...options, ...shared });
  benches.push(bench);
  return bench;
}

const sell = (bench: ShopBench, ...names: readonly string[]): Promise<void> =>
  bench.sell(...names.map((name) => ({ item: name[0]!, quantity: Number(name.slice(1)), id: name })));
const lettersOf = ({ group, transport }: ShopBench): DeadLetters => new DeadLetters(group, transport);

/** Events that die, of a group that goes on. */
async function dead(names: readonly string[], options: Partial<ShopBenchOptions> = {}): Promise<ShopBench> {
  const bench = await open(options);
  await sell(bench, ...names);
  for (const name of names) broken.add(Number(name.slice(1)));
  await bench.start();
  await bench.settled();
  seen.length = 0;
  return bench;
}

describe.each([
  ['without state', undefined],
  ['with state', memoryStateStore],
])('a dead letter sent back to a group that retries in place, %s', (_, state) => {
  const parts = () => (state === undefined ? {} : { state: state() });

  it('comes by the redrive topic, byte for byte, and is tried in place as often as any', async () => {
    const bench = await dead(['a1', 'a2'], { ...parts(), topic: { retry: undefined } });
    const [letter] = await bench.deadLetters();
    broken.delete(1);
    const { letters } = await lettersOf(bench).sendBack([idOf(0), idOf(1)]);
    expect(letters.map(({ outcome, toTopic }) => [outcome, toTopic])).toEqual([
      ['sent', redrive],
      ['sent', redrive],
    ]);
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a2@1', 'a2@2', 'a2@3', 'a2@4']);
    const [back] = await bench.records(redrive);
    expect([back!.key, back!.value]).toEqual([letter!.key, letter!.value]);
    const again = (await lettersOf(bench).list({ limit: 9 })).letters[0]!;
    expect(again).toMatchObject({ redriveCount: 1, origin: { offset: 1 } });
    expect(await bench.records(redrive)).toHaveLength(2);
  });

  it('holds up later events of its key until it is done, and no other key', async () => {
    const bench = await dead(['a1', 'a2'], parts());
    await lettersOf(bench).sendBack([idOf(0), idOf(1)]);
    await bench.until(() => seen.includes('a1@1'));
    await sell(bench, 'a3', 'b4');
    await bench.until(() => seen.includes('b4@1'));
    broken.clear();
    await bench.settled();
    const tries = seen.filter((each) => !each.startsWith('b')).map((each) => each.slice(0, 2));
    expect([...new Set(tries)]).toEqual(['a1', 'a2', 'a3']);
    expect(seen.slice(-2)).toEqual(['a2@1', 'a3@1']);
  });

  it('holds up its partition where that keeps its order, also across a restart', async () => {
    const bench = await dead(['a1'], { ...parts(), topic: { ordering: 'partition', retry: { delaysMs: [10_000] } } });
    await lettersOf(bench).sendBack([idOf(0)]);
    await bench.until(() => seen.length === 1);
    await sell(bench, 'b2');
    for (const consumer of bench.running) await bench.stop(consumer);
    broken.clear();
    await bench.start();
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a1@1', 'b2@1']);
  });

  it('goes before what came meanwhile when its key is released', async () => {
    const bench = await dead(['a1', 'a2'], { ...parts(), topic: { whenDeadLettered: 'hold' } });
    broken.clear();
    const [consumer] = bench.running;
    const released = consumer!.releaseKey(shopTopic, Buffer.from('a'));
    await sell(bench, 'a3');
    await bench.until(() => seen.includes('a3@1'));
    expect(await released).toBe(2);
    expect(seen).toEqual(['a1@1', 'a2@1', 'a3@1']);
    expect((await bench.records(redrive)).length).toBe(2);
  });
});

describe('the redrive topic of a group', () => {
  it('is no condition to start; until the group reads it nothing is sent back', async () => {
    const bench = await open();
    bench.transport.log.deleteTopic(redrive);
    broken.add(1);
    await sell(bench, 'a1');
    const consumer = await bench.start();
    await bench.until(async () => (await bench.deadLetters()).length === 1);
    const letters = lettersOf(bench);
    await expect(letters.sendBack([idOf(0)])).rejects.toMatchObject({ code: 'SPW-5204' });
    await bench.transport.admin().ensureTopics([{ name: redrive, partitions: 1 }]);
    await expect(letters.sendBack([idOf(0)])).rejects.toMatchObject({ code: 'SPW-5204' });
    expect(await bench.records(redrive)).toEqual([]);
    await bench.stop(consumer);
    broken.clear();
    await bench.start();
    await letters.sendBack([idOf(0)]);
    await bench.settled();
    expect(seen.at(-1)).toBe('a1@1');
  });

  it('is read until it is empty once the group has retry topics', async () => {
    const before = await dead(['a1']);
    for (const consumer of before.running) await before.stop(consumer);
    await lettersOf(before).sendBack([idOf(0)]);
    const bench = await open({ topic: { retry: { delaysMs: [1_000] } } }, before);
    await sell(bench, 'a2');
    const consumer = await bench.start();
    await bench.until(() => seen.length > 1);
    broken.clear();
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a1@2', 'a2@1']);
    expect(consumer.report().drained).toEqual([{ topic: shopTopic, tier: redrive, left: 0 }]);
    expect(await bench.records(redrive)).toHaveLength(1);
  });

  const steps = fc.array(
    fc.oneof(
      fc.record({ sell: fc.constantFrom('a', 'b'), isBroken: fc.boolean() }),
      fc.record({ sendBack: fc.nat(5), isMended: fc.boolean() }),
      fc.record({
        restartAfterMs: fc.nat(1_500),
        sendsAllBack: fc.boolean(),
        isMended: fc.boolean(),
        sellMore: fc.boolean(),
      }),
      fc.record({ passMs: fc.nat(1_500) }),
    ),
    { maxLength: 20 },
  );
  const runs = propertyRuns('redrive-topic', 200, 57_000);

  it(
    'keeps the order of what comes back and what follows, whatever happens',
    async () => {
      const orderings = fc.constantFrom('key', 'partition') as fc.Arbitrary<'key' | 'partition'>;
      await fc.assert(
        fc.asyncProperty(orderings, steps, async (ordering, all) => {
          broken.clear();
          const run = new RandomRun(ordering);
          await run.play(all);
          expect(run.outOfTurn()).toEqual([]);
          expect(new Set([...run.done, ...broken]).size).toBe(run.sold);
          const given = new Set((await run.letters()).map(({ origin }) => origin!.offset + 1));
          for (const number of broken) expect(given.has(number)).toBe(true);
        }),
        { ...runs.options, endOnFailure: true },
      );
    },
    runs.timeoutMs,
  );
});

type RandomStep =
  | { readonly sell: string; readonly isBroken: boolean }
  | { readonly sendBack: number; readonly isMended: boolean }
  | {
      readonly restartAfterMs: number;
      readonly sendsAllBack: boolean;
      readonly isMended: boolean;
      readonly sellMore: boolean;
    }
  | { readonly passMs: number };

/** A group that retries in place, its dead letters sent back while it runs and while it does not. */
class RandomRun {
  sold = 0;
  readonly #sentBack = new Set<number>();
  /** What the handler was called for, and `owed <numbers>` where they lie in the redrive topic before anything is begun. */
  readonly #told: string[] = [];
  #bench!: ShopBench;

  constructor(private readonly ordering: 'key' | 'partition') {}

  get done(): readonly number[] {
    return this.#told.filter((call) => call.includes('is done')).map(numberOf);
  }

  async letters() {
    return (await lettersOf(this.#bench).list({ limit: 1_000 })).letters;
  }

  async play(steps: readonly RandomStep[]): Promise<void> {
    this.#bench = await open({ topic: { ordering: this.ordering, concurrency: 1 }, handlers: [this.#handler()] });
    await this.#bench.start();
    for (const step of steps) await this.#do(step);
    await this.#bench.settled();
    await this.#stop();
    benches = [];
  }

  /** Calls before something that came back had ended. */
  outOfTurn(): readonly string[] {
    const problems: string[] = [];
    const running = new Map<string, number>();
    const owed = new Set<string>();
    const scopeOf = (name: string): string => (this.ordering === 'key' ? name[0]! : '');
    for (const told of this.#told) {
      if (told.startsWith('owed')) {
        for (const name of told.split(' ').slice(1)) owed.add(name);
        continue;
      }
      const [name, scope] = [told.replace(/@.*/, ''), scopeOf(told)];
      const before = running.get(scope);
      if (before !== undefined && numberOf(told) !== before) problems.push(`${told} before ${before} had ended`);
      const isOwed = [...owed].some((each) => scopeOf(each) === scope);
      if (!told.endsWith(' back') && isOwed) problems.push(`${told} before ${[...owed].join(', ')}`);
      if (!told.endsWith(' back')) continue;
      if (told.includes('fails') && !told.includes('@4')) running.set(scope, numberOf(told));
      else {
        running.delete(scope);
        owed.delete(name);
      }
    }
    return problems;
  }

  async #do(step: RandomStep): Promise<void> {
    const bench = this.#bench;
    if ('sell' in step) {
      if (step.isBroken) broken.add(this.sold + 1);
      await this.#sell(step.sell);
    } else if ('sendBack' in step) {
      const letters = await this.letters();
      const letter = letters[step.sendBack % letters.length];
      if (letter !== undefined) await this.#sendBack([letter.id], step.isMended);
    } else if ('passMs' in step) await bench.clock.advance(step.passMs);
    else {
      await bench.clock.advance(step.restartAfterMs);
      await this.#stop();
      if (step.sendsAllBack) {
        const ids = (await this.letters()).map(({ id }) => id);
        this.#told.push(['owed', ...(await this.#sendBack(ids, step.isMended))].join(' '));
      }
      if (step.sellMore) for (const item of ['a', 'b']) await this.#sell(item);
      await bench.start();
    }
  }

  /** @returns the events that were sent */
  async #sendBack(ids: readonly string[], isMended: boolean): Promise<readonly string[]> {
    const { letters: sent } = await lettersOf(this.#bench).sendBack(ids);
    const known = await this.letters();
    const names: string[] = [];
    for (const { id } of sent.filter(({ outcome }) => outcome === 'sent')) {
      const { origin, key } = known.find((letter) => letter.id === id)!;
      const number = origin!.offset + 1;
      if (isMended) broken.delete(number);
      this.#sentBack.add(number);
      names.push(`${String(key)}${number}`);
    }
    return names;
  }

  async #sell(item: string): Promise<void> {
    await sell(this.#bench, `${item}${++this.sold}`);
  }

  async #stop(): Promise<void> {
    for (const consumer of this.#bench.running) await this.#bench.stop(consumer);
  }

  #handler(): SingleBinding {
    return {
      ...handler,
      handle: async (delivery, context) => {
        const { item, quantity } = delivery.event as Sale;
        await this.#bench.clock.sleep(10);
        const fate = broken.has(quantity) ? 'fails' : 'is done';
        const way = this.#sentBack.has(quantity) ? ' back' : '';
        this.#told.push(`${item}${quantity}@${delivery.attempt} ${fate}${way}`);
        return handler.handle(delivery, context);
      },
    };
  }
}

const numberOf = (call: string): number => Number(call.replace(/@.*/, '').slice(1));
