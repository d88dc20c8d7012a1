import { expect, it } from '@jest/globals';
import { noMetrics, silentLogger } from '@spillway/streaming';
import { virtualClock } from '@spillway/testing';
import type { CompleteUpToState } from '../complete-up-to/complete-up-to-state.js';
import { Watermark } from './watermark.js';

it('tells up to when the store is complete, and leaves it where it was while that is not known', async () => {
  const clock = virtualClock({ startMs: 0 });
  const told: [string, number][] = [];
  const metrics = { ...noMetrics, set: (name: string, value: number) => void told.push([name, value]) };
  let known: CompleteUpToState | null = null;
  const watermark = new Watermark({ logger: silentLogger, metrics }, clock, { now: async () => known });
  watermark.onApplicationBootstrap();
  await clock.advance(60_000);
  expect(told).toEqual([]);
  known = { timeMs: 61_500, complete: false, asOfMs: 62_000 };
  // Each time may be a scan of the store.
  await clock.advance(59_000);
  expect(told).toEqual([]);
  await clock.advance(1_000);
  known = { timeMs: null, complete: false, asOfMs: 76_000 };
  await clock.advance(60_000);
  expect(told).toEqual([['spillway_audit_watermark_timestamp_seconds', 61]]);
  await watermark.onModuleDestroy();
});
