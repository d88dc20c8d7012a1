import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../../test/support/property-runs.js';
import type { TopicPartition } from '../../ports/record.js';
import { BrokerClocks } from './broker-clocks.js';

const [one, other] = [0, 1].map((partition) => ({ topic: 'sales.stock.retry.10s', partition })) as [
  TopicPartition,
  TopicPartition,
];

class Clocks {
  localMs = 1_000_000;
  readonly clocks = new BrokerClocks({ nowMs: () => this.localMs, steadyMs: () => this.localMs });

  /** An append acked after 4 ms by a broker that is so far ahead. */
  append(partition: TopicPartition, aheadMs: number): void {
    const sentAtMs = this.localMs;
    this.localMs += 4;
    this.clocks.observe(partition, { sentAtMs, ackedAtMs: this.localMs, appendedAtMs: sentAtMs + 2 + aheadMs });
  }

  aheadOf(partition: TopicPartition): number | undefined {
    const nowMs = this.clocks.nowMs(partition);
    return nowMs === undefined ? undefined : nowMs - this.localMs;
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

  it('are none for a partition that nothing was appended to, nor for one that keeps the producer’s time', () => {
    const bench = new Clocks();
    bench.append(other, 2_000);
    bench.clocks.observe(one, { sentAtMs: 0, ackedAtMs: 1, appendedAtMs: -1 });
    expect(bench.aheadOf(one)).toBeUndefined();
  });

  it('are the local clock where it is all there is, until a broker tells its own', () => {
    const bench = new Clocks();
    bench.clocks.trustLocal(one);
    expect(bench.aheadOf(one)).toBe(0);
    bench.append(one, -500);
    expect(bench.aheadOf(one)).toBe(-502);
  });

  it('are none once they may lie a second behind, until the next append', () => {
    const bench = new Clocks();
    bench.append(one, 0);
    bench.clocks.trustLocal(other);
    bench.localMs += 29 * 60_000;
    expect(bench.aheadOf(one)).toBeGreaterThan(-1_000);
    bench.localMs += 2 * 60_000;
    expect(bench.aheadOf(one)).toBeUndefined();
    expect(bench.aheadOf(other)).toBe(0);
    bench.append(one, 0);
    expect(bench.aheadOf(one)).toBe(-2);
  });

  it('are ahead of no broker', () => {
    const { options } = propertyRuns('broker-clocks', 200);
    const skew = fc.integer({ min: -5_000, max: 5_000 });
    const step = fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 3_000 }));
    fc.assert(
      fc.property(fc.tuple(skew, skew), fc.array(step, { minLength: 1, maxLength: 20 }), (skews, steps) => {
        const bench = new Clocks();
        for (const [broker, idleMs] of steps) {
          bench.append([one, other][broker]!, skews[broker]!);
          bench.localMs += idleMs;
          expect(bench.aheadOf(one) ?? -Infinity).toBeLessThanOrEqual(skews[0]);
          expect(bench.aheadOf(other) ?? -Infinity).toBeLessThanOrEqual(skews[1]);
        }
      }),
      options,
    );
  });
});
