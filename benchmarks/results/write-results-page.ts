import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { Report } from '../harness/report.ts';
import { resultsPage, type ResultsEntry } from './results-page.ts';

const folder = new URL('../', import.meta.url);

/** The page as the baselines and observations have it now. */
export async function currentResultsPage(): Promise<string> {
  const names = (await readdir(new URL('baselines/', folder))).filter((name) => name.endsWith('.json')).toSorted();
  return resultsPage(await Promise.all(names.map((name) => readEntry(name.replace(/\.json$/, '')))));
}

/** Renews `benchmarks/RESULTS.md`. */
export async function writeResultsPage(): Promise<void> {
  await writeFile(new URL('RESULTS.md', folder), await currentResultsPage());
}

async function readEntry(scenario: string): Promise<ResultsEntry> {
  const report = JSON.parse(await readFile(new URL(`baselines/${scenario}.json`, folder), 'utf8')) as Report;
  const observations = await readFile(new URL(`observations/${scenario}.md`, folder), 'utf8').catch(() => '');
  return { report, observations };
}
