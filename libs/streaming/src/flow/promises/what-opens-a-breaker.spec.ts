import { afterEach, describe, expect, it } from '@jest/globals';
import { on, ShopBench, Sold, virtualClock, type VirtualClock } from '@spillway/testing';
import type { HandlerContext } from '../../group/handler.js';
import { suspend } from '../../group/outcome.js';
import { Breakers } from '../../outage/breakers.js';
import { defaultDeadLetterBudget } from '../../outage/dead-letter-budget.js';
import { noMetrics } from '../../ports/metrics.js';
import { silentLogger } from '../../ports/logger.js';

const timeoutMs = 10_000;
const retry = { delaysMs: [1_000, 10_000] };

let bench: ShopBench;
afterEach(() => bench?.close());

/** A group on a gateway that it declares, and events enough to fill every window. */
async function openOn(gateway: (context: HandlerContext, item: string) => Promise<void>, events: number) {
  const clock: VirtualClock = virtualClock();
  const breakers = new Breakers({ clock, logger: silentLogger, metrics: noMetrics });
  let calls = 0;
  const pay = on(
    Sold,
    async ({ item }, _, context) => {
      calls++;
      await gateway(context, item);
    },
    { name: 'pay', timeoutMs, dependencies: ['gateway'] },
  );
  bench = await ShopBench.open({ handlers: [pay], clock, breakers, topic: { retry } });
  await bench.sell(...Array.from({ length: events }, (_, index) => ({ item: `i${index}` })));
  const consumer = await bench.start();
  return { consumer, gateway: breakers.get('gateway'), calls: () => calls };
}

const hangs = ({ signal }: HandlerContext): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('the breaker of a dependency that a handler declares', () => {
  it('is opened by calls that run out of time: single probes ask it from then on, and nothing is given up', async () => {
    const { gateway, calls } = await openOn(hangs, 500);
    await bench.clock.advance(timeoutMs + 1_000);
    expect(gateway.state).not.toBe('closed');
    const called = calls();
    expect(called).toBeLessThanOrEqual(2 * 64);
    await bench.clock.advance(10 * timeoutMs);
    expect(calls() - called).toBeLessThanOrEqual(11);
    expect(await bench.deadLetters()).toEqual([]);
  });

  it('stays closed for a stretch of events that fail otherwise: they step aside, and what follows is handled', async () => {
    const { gateway } = await openOn(async (_, item) => {
      if (Number(item.slice(1)) < 60) throw new Error('HTTP 500');
    }, 120);
    await bench.settled();
    expect(gateway.state).toBe('closed');
    expect(await bench.deadLetters()).toHaveLength(60);
  });
});

describe('a dependency that a handler names only where it waits for it', () => {
  it('is left alone longer after the call that was to find out ran out of time', async () => {
    const clock = virtualClock();
    const breakers = new Breakers({ clock, logger: silentLogger, metrics: noMetrics });
    let calls = 0;
    const pay = on(Sold, (_, __, context) => (++calls === 1 ? suspend('gateway') : hangs(context)), { timeoutMs });
    bench = await ShopBench.open({ handlers: [pay], clock, breakers, topic: { retry } });
    await bench.sell({ item: 'a' });
    await bench.start();
    await bench.until(() => calls === 2);
    const gateway = breakers.get('gateway');
    expect(gateway.state).toBe('half-open');
    await clock.advance(timeoutMs + 100);
    expect(gateway.state).toBe('open');
  });
});

describe('a handler all of whose calls fail', () => {
  it('leaves no more dead letters than its budget allows, and says why it takes no more', async () => {
    const { consumer } = await openOn(() => Promise.reject(new Error('HTTP 500')), 1_000);
    await bench.clock.advance(50_000);
    expect(await bench.deadLetters()).toHaveLength(defaultDeadLetterBudget.allowance);
    expect(consumer.report().budgets).toEqual([{ handler: 'pay', isSpent: true }]);
    expect(consumer.status()).toMatchObject({ state: 'suspended', reason: expect.stringContaining('dead-letter') });
  });
});
