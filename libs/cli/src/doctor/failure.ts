import { errorTable, isSpillwayError } from '@spillway/events';
import { hideSecrets } from '../output/hide-secrets.js';
import { problem, type CheckResult } from './check.js';

/** An error as something found. */
export function failure(tried: string, error: unknown): CheckResult {
  if (!isSpillwayError(error)) {
    const message = error instanceof Error ? error.message : String(error);
    return problem(`${tried}: ${hideSecrets(message)}`, 'See the cause; if it is none of yours, report it.');
  }
  return problem(`${tried}: ${error.code} ${hideSecrets(error.message)}`, errorTable[error.code].fix);
}
