import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { currentResultsPage } from './write-results-page.ts';

it('RESULTS.md is what the baselines and observations say', async () => {
  expect(await readFile(new URL('../RESULTS.md', import.meta.url), 'utf8')).toBe(await currentResultsPage());
});
