import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns, type PropertyRuns } from '../../../../test/support/property-runs.js';
import { randomRun, type RunShape } from '../../../../test/support/group-model/random-run.js';
import { testGroup } from './test-group.js';

const shape = {
  seed: fc.nat(2 ** 31 - 1),
  ordering: fc.constantFrom('key', 'key', 'key', 'partition', 'none'),
  policy: fc.constantFrom('free', 'hold'),
  tiers: fc.integer({ min: 0, max: 3 }),
  hasState: fc.boolean(),
  kind: fc.constantFrom('single', 'single', 'batch'),
  partitions: fc.integer({ min: 1, max: 3 }),
  events: fc.integer({ min: 1, max: 12 }),
  steps: fc.integer({ min: 0, max: 10 }),
};
const shapes: fc.Arbitrary<RunShape> = fc.record(shape);
/** Rare among all, and with ways of their own. */
const batchesInOrder: fc.Arbitrary<RunShape> = fc.record({
  ...shape,
  ordering: fc.constant('partition' as const),
  kind: fc.constant('batch' as const),
});

const runs = propertyRuns('test-group.model', 200, 2_000);
const batchRuns = propertyRuns('test-group.model, batches in partition order', 100, 2_000);

/** Prints seed and path of a failure and the shape of the run; `fc.assert(…, { seed, path })` repeats it. */
describe('a whole group under failing handlers, crashes, rebalances, zombies and faults', () => {
  it(`keeps every promise (${runs.options.numRuns} runs)`, () => keepsPromises(shapes, runs), runs.timeoutMs);

  it(
    `keeps every promise with batches in partition order (${batchRuns.options.numRuns} runs)`,
    () => keepsPromises(batchesInOrder, batchRuns),
    batchRuns.timeoutMs,
  );
});

async function keepsPromises(of: fc.Arbitrary<RunShape>, { options: { numRuns, seed } }: PropertyRuns): Promise<void> {
  const property = fc.asyncProperty(of, async (each) => {
    const { options, given, steps } = randomRun(each);
    const group = testGroup(options, { allowsUnusedFaults: true });
    await group.given(...given).when(...steps);
  });
  await fc.assert(property, {
    numRuns,
    seed,
    endOnFailure: process.env['SPILLWAY_MODEL_SHRINK'] === undefined,
  });
}
