import type { Measurement } from './scenario.ts';

/** Starts to measure this process; what it returns tells time and CPU since then, and the peak of its memory. */
export function usageSince(): (events: number) => Measurement {
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  return (events) => {
    const { user, system } = process.cpuUsage(startedCpu);
    return {
      events,
      elapsedMs: performance.now() - startedMs,
      cpuMicros: user + system,
      peakRssBytes: process.resourceUsage().maxRSS * 1_024,
    };
  };
}
