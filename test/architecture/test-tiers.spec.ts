import { describe, expect, it } from '@jest/globals';
import { sourceFiles } from '../support/source-files.js';

/** A test's tier is in its file name; CONTRIBUTING.md says what each tier needs. */
const tiers = {
  unit: /(?<!\.int|\.integrity)\.spec\.ts$/,
  integration: /\.int\.spec\.ts$/,
  integrity: /\.integrity\.spec\.ts$/,
  e2e: /\.e2e-spec\.ts$/,
};

describe('test tiers', () => {
  const testLike = sourceFiles(/[._-](?:spec|test)\.[cm]?[jt]sx?$/);

  it('every test-looking file belongs to exactly one tier', () => {
    const tierCount = (file: string): number => Object.values(tiers).filter((tier) => tier.test(file)).length;
    expect(testLike.length).toBeGreaterThan(0);
    expect(testLike.filter((file) => tierCount(file) !== 1)).toEqual([]);
  });

  it('integrity and end-to-end specs stand in test/, so that the folder reads as the guarantee sheet', () => {
    const misplaced = testLike.filter(
      (file) =>
        (tiers.integrity.test(file) && !file.startsWith('test/integrity/')) ||
        (tiers.e2e.test(file) && !file.startsWith('test/e2e/')),
    );
    expect(misplaced).toEqual([]);
  });
});
