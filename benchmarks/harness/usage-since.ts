import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Measurement } from './scenario.ts';

const resolutionMs = 10;
const nanosPerMs = 1_000_000;

/** Starts to measure this process; what it returns tells time, CPU and delays since then, and the peak of its memory. */
export function usageSince(): (events: number) => Measurement {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  return (events) => {
    const elapsedMs = performance.now() - startedMs;
    const { user, system } = process.cpuUsage(startedCpu);
    delays.disable();
    return {
      events,
      elapsedMs,
      cpuMicros: user + system,
      peakRssBytes: process.resourceUsage().maxRSS * 1_024,
      // What the monitor notes is the time between two looks, the wanted rest among it.
      eventLoopDelayP99Ms: Math.max(0, delays.percentile(99) / nanosPerMs - resolutionMs),
    };
  };
}
