import type { CompatibilityMode } from '@spillway/events';
import { readContracts, readFolder, type Suppression } from '@spillway/contracts';
import { readPast, type PastOptions } from '../past/read-past.js';
import { checkReport, type CheckReport } from './check-report.js';

export interface CheckRun extends PastOptions {
  readonly mode?: CompatibilityMode;
  readonly suppressions: readonly Suppression[];
}

/**
 * Reads contracts and what they are compared with, and compares. Whether a change goes through is decided here, never by
 * how a registry answers.
 *
 * @throws SpillwayError `SPW-3009` · `SPW-3008` · `SPW-3003` · `SPW-2004`
 */
export async function runCheck({ mode, suppressions, ...options }: CheckRun): Promise<CheckReport> {
  const proposed = readContracts(readFolder(options.schemasFolder, options.workingDir));
  return checkReport(proposed, await readPast(proposed, options), { mode, suppressions });
}
