import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Report } from '../harness/report.ts';
import { goals } from './goals.ts';
import { judgeGoals } from './judge-goals.ts';

const report: Report = {
  ...{ scenario: 's', commit: 'c', machine: 'm', versions: {}, rounds: 1 },
  results: [{ name: 'ours', eventsPerSecond: 1, cpuMicrosPerEvent: 1, peakRssBytes: 1, figures: { tookMs: 7 } }],
  ratios: { peer: { median: 0.8, worst: 0.4 } },
};

it.each([
  [{ of: 'peer', floor: 0.8 }, 0.8, true, false],
  [{ of: 'peer', floor: 0.7, aim: 0.8 }, 0.8, true, true],
  [{ of: 'peer', floor: 0.7, aim: 0.81 }, 0.8, true, false],
  [{ of: 'peer', floor: 0.81 }, 0.8, false, false],
  [{ of: 'ours.tookMs', floor: 7, aim: 6, isLimit: true }, 7, true, false],
  [{ of: 'ours.tookMs', floor: 8, aim: 7, isLimit: true }, 7, true, true],
  [{ of: 'ours.tookMs', floor: 6.9, isLimit: true }, 7, false, false],
  [{ of: 'ours.other', floor: 0, isLimit: true }, undefined, false, false],
  [{ of: 'nobody.tookMs', floor: 9, isLimit: true }, undefined, false, false],
] as const)('judges %j by its median', (goal, measured, isReached, isAimReached) => {
  expect(judgeGoals(report, [goal])).toEqual([{ ...goal, measured, isReached, isAimReached }]);
});

describe.each(Object.entries(goals))('the baseline of %s', (scenario, ofScenario) => {
  const file = new URL(`../baselines/${scenario}.json`, import.meta.url);

  it('is there and tells about every goal', () => {
    expect(existsSync(file)).toBe(true);
    const judged = judgeGoals(JSON.parse(readFileSync(file, 'utf8')) as Report, ofScenario);
    expect(judged.filter(({ measured }) => measured === undefined)).toEqual([]);
  });

  it('reaches its floors, but for those said to be missed', () => {
    const judged = judgeGoals(JSON.parse(readFileSync(file, 'utf8')) as Report, ofScenario);
    const unreached = judged.filter(({ isReached }) => !isReached).map(({ of }) => of);
    expect(unreached).toEqual(ofScenario.filter(({ missed }) => missed !== undefined).map(({ of }) => of));
  });
});
