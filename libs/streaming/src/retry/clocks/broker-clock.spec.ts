import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../../test/support/property-runs.js';
import { BrokerClock } from './broker-clock.js';
import { tierDueMs } from '../tiers/tier-due.js';

const start = 1_000_000;

/** A local clock that steps by itself, a steady one, and a broker's clock ahead of both. */
class Clocks {
  steadyMs = 0;
  wallMs = start;
  brokerMs = start;
  readonly clock = new BrokerClock({ nowMs: () => this.wallMs, steadyMs: () => this.steadyMs });

  pass(ms: number, drift = 0): void {
    this.steadyMs += ms;
    this.wallMs += ms;
    this.brokerMs += ms * (1 + drift);
  }

  append(toBrokerMs: number, backMs: number): void {
    const sentAtMs = this.clock.localMs();
    this.pass(toBrokerMs);
    const appendedAtMs = Math.floor(this.brokerMs);
    this.pass(backMs);
    this.clock.observe({ sentAtMs, ackedAtMs: this.clock.localMs(), appendedAtMs });
  }
}

describe('the estimate of a broker’s clock', () => {
  it('is never ahead of it, and behind by its bound at most, whatever the delays and the drift', () => {
    const { options } = propertyRuns('broker-clock', 200);
    const delay = fc.integer({ min: 0, max: 2_000 });
    const steps = fc.array(fc.tuple(delay, delay, fc.integer({ min: 0, max: 600_000 })), {
      minLength: 1,
      maxLength: 30,
    });
    const drift = fc.double({ min: -0.0004, max: 0.0004, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: -900_000, max: 1e9 }), drift, steps, (skewMs, drifts, appends) => {
        const clocks = new Clocks();
        clocks.brokerMs += skewMs;
        for (const [there, back, idle] of appends) {
          clocks.append(there, back);
          expect(clocks.clock.nowMs()).toBeLessThanOrEqual(clocks.brokerMs);
          clocks.pass(idle, drifts);
          expect(clocks.clock.nowMs()).toBeLessThanOrEqual(clocks.brokerMs);
          expect(clocks.clock.nowMs() + clocks.clock.boundMs + 1).toBeGreaterThanOrEqual(clocks.brokerMs);
        }
      }),
      options,
    );
  });

  it('is the local clock before the first ack', () => {
    const clocks = new Clocks();
    clocks.pass(5_000);
    expect(clocks.clock.nowMs()).toBe(start + 5_000);
    expect(clocks.clock.boundMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('does not follow a local clock that is set', () => {
    const clocks = new Clocks();
    clocks.append(2, 3);
    clocks.wallMs += 3_600_000;
    expect(clocks.clock.nowMs()).toBeLessThanOrEqual(clocks.brokerMs);
  });

  it('follows a broker whose clock was set back or forth', () => {
    for (const stepMs of [-600_000, 600_000]) {
      const clocks = new Clocks();
      clocks.append(2, 3);
      clocks.brokerMs += stepMs;
      clocks.append(2, 3);
      expect(clocks.brokerMs - clocks.clock.nowMs()).toBe(3);
    }
  });

  it('learns nothing from a topic that keeps the producer’s time', () => {
    const clocks = new Clocks();
    clocks.clock.observe({ sentAtMs: 0, ackedAtMs: 1, appendedAtMs: -1 });
    expect(clocks.clock.nowMs()).toBe(start);
  });
});

describe('a record of a tier', () => {
  it('is due its delay after its append', () => {
    expect(tierDueMs(1_000, 5_000, 10_000)).toBe(11_000);
    expect(tierDueMs(5_500, 5_000, 10_000)).toBe(15_500);
  });

  it('cannot wait for ever with a timestamp from the future', () => {
    expect(tierDueMs(Date.UTC(9999, 0), 5_000, 10_000)).toBe(15_000);
  });
});
