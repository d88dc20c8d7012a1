import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';

interface CruiseResult {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/** Runs the rules of .dependency-cruiser.mjs over all sources. */
function cruise(): CruiseResult {
  const args = ['node_modules/.bin/depcruise', '--output-type', 'json', 'libs', 'apps'];
  try {
    return JSON.parse(
      execFileSync(process.execPath, args, { maxBuffer: 64 * 2 ** 20, encoding: 'utf8' }),
    ) as CruiseResult;
  } catch (error) {
    // The command exits non-zero when there are violations; its report is on stdout all the same.
    return JSON.parse((error as { stdout: string }).stdout) as CruiseResult;
  }
}

describe('import table', () => {
  it('holds for every file of libs and apps', () => {
    const { summary } = cruise();
    expect(summary.totalCruised).toBeGreaterThan(30);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  });
});
