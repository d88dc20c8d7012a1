import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BrokerClocks } from './broker-clocks.js';

const [one, other, unseen] = [0, 1, 2].map((partition) => ({ topic: 'sales.stock.retry.10s', partition })) as [
  { topic: string; partition: number },
  { topic: string; partition: number },
  { topic: string; partition: number },
];

class Clocks {
  localMs = 1_000_000;
  readonly clocks = new BrokerClocks({ nowMs: () => this.localMs, steadyMs: () => this.localMs });

  /** An append acked after 4 ms by a broker that is so far ahead. */
  append(partition: { topic: string; partition: number }, aheadMs: number): void {
    const sentAtMs = this.localMs;
    this.localMs += 4;
    this.clocks.observe(partition, { sentAtMs, ackedAtMs: this.localMs, appendedAtMs: sentAtMs + 2 + aheadMs });
  }

  aheadOf(partition?: { topic: string; partition: number }): number {
    return this.clocks.nowMs(partition) - this.localMs;
  }
}

describe('the estimates of brokers’ clocks', () => {
  it('are kept apart by partition', () => {
    const bench = new Clocks();
    bench.append(one, 0);
    bench.append(other, 2_000);
    expect(bench.aheadOf(one)).toBeLessThanOrEqual(0);
    expect(bench.aheadOf(other)).toBe(1_998);
  });

  it('give the least of all for a partition that was not measured', () => {
    const bench = new Clocks();
    bench.append(other, 2_000);
    expect(bench.aheadOf(unseen)).toBe(1_998);
    bench.append(one, -500);
    expect(bench.aheadOf(unseen)).toBe(-502);
    expect(bench.aheadOf()).toBe(-502);
  });

  it('let the least rise again when its broker’s clock was set', () => {
    const bench = new Clocks();
    bench.append(one, -500);
    expect(bench.aheadOf(unseen)).toBe(-502);
    bench.append(one, 500);
    bench.localMs += 1_001;
    expect(Math.round(bench.aheadOf(unseen))).toBeGreaterThanOrEqual(497);
  });

  it('are the local clock before the first ack, and of topics that keep the producer’s time', () => {
    const bench = new Clocks();
    bench.clocks.observe(one, { sentAtMs: 0, ackedAtMs: 1, appendedAtMs: -1 });
    expect(bench.aheadOf(one)).toBe(0);
    bench.append(other, 2_000);
    expect(bench.aheadOf(one)).toBe(1_998);
  });

  it('are ahead of no broker, of its own partition or, for one not measured, of any', () => {
    const skew = fc.integer({ min: -5_000, max: 5_000 });
    const step = fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 3_000 }));
    fc.assert(
      fc.property(fc.tuple(skew, skew), fc.array(step, { minLength: 1, maxLength: 20 }), (skews, steps) => {
        const bench = new Clocks();
        const seen = new Set<number>();
        for (const [broker, idleMs] of steps) {
          bench.append([one, other][broker]!, skews[broker]!);
          bench.localMs += idleMs;
          seen.add(broker);
          if (seen.has(0)) expect(bench.aheadOf(one)).toBeLessThanOrEqual(skews[0]);
          if (seen.has(1)) expect(bench.aheadOf(other)).toBeLessThanOrEqual(skews[1]);
          expect(bench.aheadOf(unseen)).toBeLessThanOrEqual(Math.min(...[...seen].map((each) => skews[each]!)));
        }
      }),
    );
  });
});
