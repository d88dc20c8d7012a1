import { expect, it } from '@jest/globals';
import type { MutationReport } from '../../../../test/support/children/mutated-payloads.js';
import { isLongProof } from '../../../../test/support/is-long-proof.js';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { startSource } from '../../../../test/support/source-process.js';

const usualReasons = ['magic', 'unknown', 'decode', 'trailing', 'bomb', 'utf8', 'range', 'logical', 'header', 'upcast'];
/** Some runs in ten thousand meet them. */
const rareReasons = ['depth', 'proto'];
const { options, timeoutMs } = propertyRuns('mutated payloads', isLongProof ? 100_000 : 2_000);

it(
  'mutated payloads give a value, SPW-3001 or SPW-3002: no crash, no stall, no memory',
  async () => {
    // As the apps are started: without a bound the young generation takes what the machine has.
    const environment = { NODE_OPTIONS: '--max-semi-space-size=8 --max-old-space-size=256' };
    const args = [String(options.numRuns), String(options.seed)];
    const child = startSource('test/support/children/mutated-payloads.ts', args, environment);
    const end = await child.ended;
    expect({ end, said: end === 0 ? [] : child.said }).toEqual({ end: 0, said: [] });
    const report = JSON.parse(child.said.at(-1)!) as MutationReport;
    expect(report.failures).toEqual([]);
    const refused = Object.values(report.refused).reduce((sum, count) => sum + count, 0);
    expect(report.values + refused).toBe(options.numRuns);
    // Mutations that all fail the same way, or none at all, would prove nothing.
    expect(report.values).toBeGreaterThan(options.numRuns / 50);
    expect(Object.keys(report.refused)).toEqual(
      expect.arrayContaining(options.numRuns < 100_000 ? usualReasons : [...usualReasons, ...rareReasons]),
    );
    expect(report.slowestCpuMs).toBeLessThan(200);
    expect(report.peakRssBytes).toBeLessThan(512 * 1_024 * 1_024);
  },
  timeoutMs,
);
