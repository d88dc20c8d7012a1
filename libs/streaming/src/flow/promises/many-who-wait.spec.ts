import { afterEach, describe, expect, it } from '@jest/globals';
import { on, ShopBench, Sold, virtualClock } from '@spillway/testing';
import { suspend, type Outcome } from '../../group/outcome.js';
import type { Admission } from '../../outage/admission.js';
import { Breakers } from '../../outage/breakers.js';
import { noMetrics } from '../../ports/metrics.js';
import { silentLogger } from '../../ports/logger.js';

const partitions = 12;
/** More than anybody has to ask; who asks so often would keep the process from all else for minutes. */
const tooOften = 5_000;

let bench: ShopBench;
afterEach(() => bench?.close());

class CountedBreakers extends Breakers {
  asked = 0;

  override admit(dependencies: readonly string[]): Admission {
    this.asked++;
    return this.asked > tooOften ? { waitUntilMs: Number.MAX_SAFE_INTEGER } : super.admit(dependencies);
  }
}

/** Every partition has events for a handler that needs the gateway. */
async function openOn(gateway: () => Outcome | void, eventsEach: number) {
  const clock = virtualClock();
  const breakers = new CountedBreakers({ clock, logger: silentLogger, metrics: noMetrics });
  const pay = on(Sold, gateway, { name: 'pay', dependencies: ['gateway'] });
  bench = await ShopBench.open({
    handlers: [pay],
    clock,
    breakers,
    partitions,
    topic: { retry: { delaysMs: [1_000] } },
  });
  const sales = Array.from({ length: partitions * eventsEach }, (_, id) => ({
    item: `i${id}`,
    partition: id % partitions,
  }));
  await bench.sell(...sales);
  const consumer = await bench.start();
  return { consumer, breakers };
}

describe('twelve partitions that wait', () => {
  it('for a spent budget ask no breaker meanwhile, whatever becomes of it, and go on after', async () => {
    let isBroken = true;
    const { consumer, breakers } = await openOn(() => {
      if (isBroken) throw new Error('HTTP 500');
    }, 20);
    await bench.until(() => consumer.report().budgets.some(({ isSpent }) => isSpent));
    await bench.clock.advance(1_000);
    const gateway = breakers.get('gateway');
    gateway.open();
    const asked = breakers.asked;
    await bench.until(() => gateway.waitUntilMs === undefined);
    await bench.clock.advance(5_000);
    expect(breakers.asked - asked).toBe(0);
    isBroken = false;
    await bench.settled();
    expect(breakers.asked).toBeLessThan(tooOften);
  });

  it('for a breaker ask once a turn, however often it changes in it', async () => {
    let isAway = true;
    const { breakers } = await openOn(() => (isAway ? suspend('gateway') : undefined), 1);
    const gateway = breakers.get('gateway');
    await bench.until(() => gateway.state === 'open');
    await bench.clock.advance(100);
    const asked = breakers.asked;
    for (let seconds = 100; seconds < 200; seconds++) gateway.open(seconds * 1_000);
    expect(breakers.asked - asked).toBe(0);
    await bench.clock.advance(100);
    expect(breakers.asked - asked).toBeLessThanOrEqual(2 * partitions);
    isAway = false;
    await bench.settled();
  });
});
