import { setTimeout as sleep } from 'node:timers/promises';
import type { Measurement } from '../../harness/scenario.ts';
import { usageSince } from '../../harness/usage-since.ts';

const settleMs = 3_000;

/** What this process uses of a core while it has nothing to do, after it has settled. Its "events" are the seconds. */
export async function idlePercent(seconds: number): Promise<Measurement> {
  await sleep(settleMs);
  const usage = usageSince();
  await sleep(seconds * 1_000);
  const measurement = usage(seconds);
  const coreShare = measurement.cpuMicros / (measurement.elapsedMs * 1_000);
  return { ...measurement, figures: { cpuPercentOfCore: coreShare * 100 } };
}
