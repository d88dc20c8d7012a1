import { afterEach, describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import {
  on,
  jsonCodec,
  memoryStateStore,
  Returned,
  shopEvents,
  ShopBench,
  Sold,
  type Sale,
  type ShopBenchOptions,
} from '@spillway/testing';
import type { Delivery } from '../group/delivery.js';
import type { Outcome } from '../group/outcome.js';
import type { SingleBinding } from '../group/handler-binding.js';
import { exponential } from '../retry/tiers/retry-policy.js';

const retry = exponential({ initialMs: 1_000, factor: 10, maxMs: 60_000 });

let bench: ShopBench;
afterEach(() => bench?.close());

type Handle = (delivery: Delivery<Sale>) => Outcome | void | Promise<Outcome | void>;

function single(handle: Handle): SingleBinding {
  return {
    kind: 'single',
    name: 'count-stock',
    definitions: [Sold, Returned],
    handle: (delivery) => handle(delivery as Delivery<Sale>),
  };
}

async function open(handle: Handle, options: Partial<ShopBenchOptions> = {}): Promise<string[]> {
  const seen: string[] = [];
  const handlers = [
    single((delivery) => {
      seen.push(`${delivery.event.item}${delivery.event.quantity}@${delivery.attempt}`);
      return handle(delivery);
    }),
  ];
  bench = await ShopBench.open({ handlers, ...options });
  return seen;
}

describe.each([
  ['without state', {}],
  ['with state', { state: memoryStateStore }],
])('GroupConsumer %s', (_, { state }: { state?: () => ReturnType<typeof memoryStateStore> }) => {
  const options = (): Partial<ShopBenchOptions> => (state === undefined ? {} : { state: state() });

  it('handles what it gets, in order', async () => {
    const seen = await open(() => {}, options());
    await bench.sell({ item: 'a', quantity: 1 }, { item: 'a', quantity: 2 }, { item: 'b', quantity: 3 });
    await bench.start();
    await bench.settled();
    expect(seen.filter((sale) => sale.startsWith('a'))).toEqual(['a1@1', 'a2@1']);
    expect(seen).toContain('b3@1');
  });

  it('retries by tiers; later events of the key wait behind, others pass', async () => {
    let failures = 2;
    const seen = await open(
      ({ event }) => {
        if (event.item === 'a' && event.quantity === 1 && failures-- > 0) throw new Error('not yet');
      },
      { ...options(), topic: { retry } },
    );
    await bench.sell({ item: 'a', quantity: 1 }, { item: 'a', quantity: 2 }, { item: 'b', quantity: 3 });
    await bench.start();
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'b3@1', 'a1@2', 'a1@3', 'a2@1']);
    expect(await bench.deadLetters()).toEqual([]);
  });

  it('gives an event up after the last tier', async () => {
    const seen = await open(
      ({ event }) => {
        if (event.quantity === 1) throw new Error('never');
      },
      { ...options(), topic: { retry } },
    );
    await bench.sell({ item: 'a', quantity: 1 }, { item: 'a', quantity: 2 });
    await bench.start();
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a1@2', 'a1@3', 'a1@4', 'a2@1']);
    expect(await bench.deadLetters()).toHaveLength(1);
  });

  it('gives an event that waited behind another as many tries as any', async () => {
    const failures = new Map([
      [1, 3],
      [2, 3],
    ]);
    const seen = await open(
      ({ event }) => {
        const left = failures.get(event.quantity) ?? 0;
        failures.set(event.quantity, left - 1);
        if (left > 0) throw new Error('not yet');
      },
      { ...options(), topic: { retry } },
    );
    await bench.sell({ item: 'a', quantity: 1 }, { item: 'a', quantity: 2 }, { item: 'a', quantity: 3 });
    await bench.start();
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a1@2', 'a1@3', 'a1@4', 'a2@1', 'a2@2', 'a2@3', 'a2@4', 'a3@1']);
    expect(await bench.deadLetters()).toEqual([]);
  });

  it('waits for a dependency and dead-letters nothing', async () => {
    let isAway = true;
    const seen = await open(
      () => {
        if (isAway) throw new SpillwayError('SPW-1101', 'away');
      },
      { ...options(), topic: { retry } },
    );
    await bench.sell({ item: 'a', quantity: 1 });
    const consumer = await bench.start();
    await bench.until(() => consumer.status().state === 'suspended');
    isAway = false;
    await bench.settled();
    expect(seen.at(-1)).toBe('a1@1');
    expect(await bench.deadLetters()).toEqual([]);
  });
});

describe('whenDeadLettered: hold', () => {
  const topic = { retry: { delaysMs: [1_000] }, whenDeadLettered: 'hold' } as const;

  it('lets later events of the key follow the dead letter, also after a restart, and leaves other keys alone', async () => {
    const seen = await open(
      ({ event }) => {
        if (event.item === 'a' && event.quantity === 1) throw new Error('never');
      },
      { topic },
    );
    await bench.sell({ item: 'a', quantity: 1 }, { item: 'a', quantity: 2 }, { item: 'b', quantity: 3 });
    const first = await bench.start();
    await bench.settled();
    await bench.stop(first);
    await bench.sell({ item: 'a', quantity: 4 }, { item: 'b', quantity: 5 });
    await bench.start();
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'b3@1', 'a1@2', 'b5@1']);
    const letters = await bench.deadLetters();
    expect(letters.map(({ headers }) => String(headers['spillway-origin-offset']))).toEqual(['0', '1', '3']);
    expect(letters.map(({ headers }) => String(headers['spillway-error-code']))).toEqual(['', 'SPW-5034', 'SPW-5034']);
    expect(await bench.holds()).toHaveLength(1);
  });

  it('goes on with a key whose marker was deleted', async () => {
    const seen = await open(
      ({ event }) => {
        if (event.quantity === 1) throw new Error('never');
      },
      { topic },
    );
    await bench.sell({ item: 'a', quantity: 1 });
    await bench.start();
    await bench.settled();
    const [marker] = await bench.holds();
    await bench.transport.sink().append({ ...marker!, value: null, headers: {} });
    await bench.clock.advance(100);
    await bench.sell({ item: 'a', quantity: 2 });
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a1@2', 'a2@1']);
  });
});

describe('a handler that does not settle in time', () => {
  it('has failed when it settles after its signal, and is retried', async () => {
    let calls = 0;
    bench = await ShopBench.open({
      topic: { retry },
      handlers: [
        {
          kind: 'single',
          name: 'slow',
          definitions: [Sold, Returned],
          timeoutMs: 1_000,
          handle: (_delivery, { signal }) =>
            ++calls > 1 ? undefined : new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
        },
      ],
    });
    await bench.sell({ item: 'a' });
    await bench.start();
    await bench.settled();
    expect(calls).toBe(2);
    expect(await bench.deadLetters()).toEqual([]);
  });

  it('makes the process unready while it goes on after its signal, and ready again when it settles', async () => {
    let settle = (): void => {};
    let calls = 0;
    const slow = on(Sold, () => (++calls > 1 ? undefined : new Promise<void>((resolve) => (settle = resolve))), {
      name: 'slow',
      timeoutMs: 1_000,
    });
    bench = await ShopBench.open({ handlers: [slow], topic: { retry } });
    await bench.sell({ item: 'a' });
    const consumer = await bench.start();
    await bench.clock.advance(5_000);
    expect(consumer.status().state).toBe('running');
    await bench.clock.advance(1_500);
    const reason = 'slow does not settle though its time is over';
    expect(consumer.status()).toMatchObject({ state: 'suspended', reason });
    settle();
    await bench.clock.advance(500);
    expect(consumer.status().state).toBe('running');
    await bench.settled();
    expect(calls).toBe(2);
  });

  it('makes the process unready, then gives it up when it never settles', async () => {
    bench = await ShopBench.open({
      handlers: [
        {
          kind: 'single',
          name: 'stuck',
          definitions: [Sold, Returned],
          timeoutMs: 1_000,
          handle: () => new Promise(() => {}),
        },
      ],
      settleGraceMs: 20_000,
      limits: { stopGraceMs: 100 },
    });
    await bench.sell({ item: 'a' });
    const consumer = await bench.start();
    let reason: unknown;
    void consumer.failed.then((error) => (reason = error));
    await bench.clock.advance(10_000);
    expect({ reason, state: consumer.status().state }).toEqual({ reason: undefined, state: 'suspended' });
    await bench.until(() => reason !== undefined, 20_000);
    expect(reason).toMatchObject({ code: 'SPW-5031' });
    expect(consumer.status()).toMatchObject({ state: 'failed' });
  });
});

describe('stopping while a handler runs', () => {
  const stopped = async (handle: (signal: AbortSignal) => Promise<void>): Promise<unknown> => {
    let hasBegun = false;
    const begin = (signal: AbortSignal): Promise<void> => ((hasBegun = true), handle(signal));
    bench = await ShopBench.open({
      handlers: [{ kind: 'single', name: 'slow', definitions: [Sold], handle: (_, { signal }) => begin(signal) }],
      limits: { stopGraceMs: 100 },
    });
    await bench.sell({ item: 'a' });
    const consumer = await bench.start();
    let reason: unknown;
    void consumer.failed.then((error) => (reason = error));
    await bench.until(() => hasBegun, 1_000);
    await bench.stop(consumer);
    return reason;
  };

  it('ends well when it heeds its signal', async () => {
    const heeding = (signal: AbortSignal): Promise<void> =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    expect(await stopped(heeding)).toBeUndefined();
  });

  it('fails when it never ends', async () => {
    expect(await stopped(() => new Promise(() => {}))).toMatchObject({ code: 'SPW-5031' });
  });
});

describe('what a handler throws', () => {
  it.each([
    ['undefined', () => Promise.reject(undefined)], // oxlint-disable-line prefer-promise-reject-errors
    ['a string', () => Promise.reject('no')], // oxlint-disable-line prefer-promise-reject-errors
    ['a frozen object', () => Promise.reject(Object.freeze({}))], // oxlint-disable-line prefer-promise-reject-errors
    [
      'something hostile',
      () => {
        // oxlint-disable-next-line no-throw-literal
        throw Object.create(null, { message: { get: () => { throw new Error('hostile'); } } }); // prettier-ignore
      },
    ],
  ])('%s is a failure like any other', async (_, handle) => {
    const seen = await open(handle, { topic: { retry: { delaysMs: [1_000] } } });
    await bench.sell({ item: 'a' });
    await bench.start();
    await bench.settled();
    expect(seen).toEqual(['a1@1', 'a1@2']);
    expect(await bench.deadLetters()).toHaveLength(1);
  });
});

describe('the registry', () => {
  it('that does not answer holds the record, dead-letters nothing, and goes on by itself', async () => {
    const codec = jsonCodec(shopEvents);
    let isAway = true;
    const seen = await open(() => {}, {
      codec: {
        encode: codec.encode,
        decode: (value) => (isAway ? Promise.reject(new SpillwayError('SPW-3003', 'away')) : codec.decode(value)),
      },
    });
    await bench.sell({ item: 'a', quantity: 1 });
    const consumer = await bench.start();
    await bench.until(() => consumer.status().state === 'suspended');
    await bench.clock.advance(120_000);
    isAway = false;
    await bench.settled();
    expect(seen).toEqual(['a1@1']);
    expect(await bench.deadLetters()).toEqual([]);
  });
});
