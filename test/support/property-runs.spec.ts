import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { propertyRuns } from './property-runs.js';

const before = process.env['SPILLWAY_TEST_RUNS'];
afterEach(() => {
  jest.restoreAllMocks();
  if (before === undefined) delete process.env['SPILLWAY_TEST_RUNS'];
  else process.env['SPILLWAY_TEST_RUNS'] = before;
});

describe('runs of a property', () => {
  it('are the same few each time', () => {
    delete process.env['SPILLWAY_TEST_RUNS'];
    expect(propertyRuns('this', 2_000)).toEqual({ options: { numRuns: 2_000, seed: 20_261_126 }, timeoutMs: 70_000 });
  });

  it('are as many as asked, with a seed that is said first', () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    process.env['SPILLWAY_TEST_RUNS'] = '100000';
    const [one, other] = [propertyRuns('this', 2_000), propertyRuns('this', 2_000)];
    expect(one.options.numRuns).toBe(100_000);
    expect(one.options.seed).not.toBe(other.options.seed);
    expect(write.mock.calls[0]).toEqual([`this: 100000 runs, seed ${one.options.seed}\n`]);
  });

  it.each(['', '0', '-5', 'many', '1e5'])('refuse %j', (asked) => {
    process.env['SPILLWAY_TEST_RUNS'] = asked;
    expect(() => propertyRuns('this', 1)).toThrow('SPILLWAY_TEST_RUNS is a count of runs');
  });
});
