import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { explore } from '../../../../../test/support/retry-model/explore.js';
import type { ModelRun } from '../../../../../test/support/retry-model/model-world.js';
import { propertyRuns } from '../../../../../test/support/property-runs.js';
import { plantedBugs, type PlantedBug } from '../../../../../test/support/retry-model/planted-bugs.js';

const { options, timeoutMs } = propertyRuns('retry-router.model', 2_000);

const runs: fc.Arbitrary<ModelRun> = fc
  .record({
    seed: fc.nat(2 ** 31 - 1),
    records: fc.integer({ min: 2, max: 14 }),
    keys: fc.integer({ min: 1, max: 3 }),
    tiers: fc.integer({ min: 1, max: 3 }),
    ordering: fc.constantFrom('key', 'key', 'key', 'partition', 'none'),
    policy: fc.constantFrom('free', 'hold'),
    restlessness: fc.constantFrom(5, 20, 60),
    hasInbox: fc.constantFrom(false, false, true),
    losesMetadata: fc.boolean(),
  } as const)
  .map((run) => ({
    ...run,
    tiers: run.ordering === 'partition' ? run.tiers % 2 : run.tiers,
    policy: run.ordering === 'none' ? 'free' : run.policy,
  }));

/** Prints seed and path of a failure; `fc.assert(…, { seed, path })` repeats it. */
describe('retries under crashes, zombies, lost acks and partial commits', () => {
  it(
    `keep order, lose nothing, leave nothing pending and nothing done behind a dead key (${options.numRuns} runs)`,
    () => {
      fc.assert(
        fc.property(runs, (run) => {
          expect(explore(run)).toEqual([]);
        }),
        options,
      );
    },
    timeoutMs,
  );

  // With an inbox, copies of a zombie overtook what a release had sent back (the first three), or a release found no letters.
  // Change a step of the model, and they tell no more.
  it.each([
    { seed: 975_712_846, records: 8, keys: 1, restlessness: 20 },
    { seed: 1_344_694_920, records: 13, keys: 3, restlessness: 5 },
    { seed: 1_723_719_130, records: 10, keys: 3, restlessness: 5 },
    { seed: 470_669_134, records: 9, keys: 2, restlessness: 20 },
    { seed: 1_252_686_716, records: 13, keys: 3, restlessness: 20 },
  ])('holds dead keys in the history of seed $seed', (found) => {
    const shape = { tiers: 1, ordering: 'key', policy: 'hold', hasInbox: true } as const;
    expect(explore({ ...shape, ...found })).toEqual([]);
  });

  // The checker itself is honest: each mistake is found, and for the reason it should be.
  it.each(Object.entries(plantedBugs) as [PlantedBug, string][])('would fail with this bug: %s (%s)', (bug, kind) => {
    const ordering = bug.includes('partition') ? 'partition' : 'key';
    const forced = { ordering, policy: 'hold', hasInbox: bug.includes('with an inbox') } as const;
    const holding = runs.map((run) => ({ ...run, ...forced, tiers: ordering === 'partition' ? 1 : run.tiers || 1 }));
    const property = fc.property(
      kind === 'HOLD' || kind === 'STOPPED' ? holding : runs,
      (run) => !explore(run, bug).some((problem) => problem.startsWith(kind)),
    );
    expect(fc.check(property, { numRuns: 10_000, endOnFailure: true, seed: 1 }).failed).toBe(true);
  });
});
