import type { BreakerTimes } from './breaker-phase.js';

export interface BreakerOptions extends BreakerTimes {
  /** Of so many calls at the end the rate is taken. */
  readonly windowCalls: number;
  /** Below so many calls in the window there is no rate. */
  readonly minCalls: number;
  /** Share of failed calls in the window that opens the breaker, above 0 and at most 1. */
  readonly failureRate: number;
}

/**
 * The first look comes after a second: most outages are restarts. Looks are at most 15 s apart, so a group goes on that
 * soon after its dependency does, at the price of four calls a minute. Half of the last 50 calls is far above what single
 * events do, and ten calls keep the first one or two from deciding.
 */
export const defaultBreakerOptions: BreakerOptions = {
  initialOpenMs: 1_000,
  maxOpenMs: 15_000,
  maxAskedMs: 3_600_000,
  probeTimeoutMs: 30_000,
  windowCalls: 50,
  minCalls: 10,
  failureRate: 0.5,
};
