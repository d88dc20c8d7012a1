import type { Check, CheckResult } from './check.js';
import type { DoctorRound } from './doctor-round.js';
import { failure } from './failure.js';

export interface DoctorRow extends CheckResult {
  readonly check: string;
}

/** All checks at once; one that fails itself tells so and hides nothing of the others. */
export async function runChecks(checks: readonly Check[], round: DoctorRound): Promise<readonly DoctorRow[]> {
  const rows = checks.map(async ({ name, look }) => {
    const results = await look(round).catch((error: unknown) => [failure('looked', error)]);
    return results.map((result) => ({ check: name, ...result }));
  });
  return (await Promise.all(rows)).flat();
}
