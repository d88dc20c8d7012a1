import { createHash } from 'node:crypto';
import type { Failures } from './failures.ts';

export type Fate = 'answer' | 'error' | 'hang' | 'rate-limit';

/**
 * What becomes of the nth request with a key. The same seed, key and attempt always meet the same fate, so that a run can
 * be repeated although its requests arrive in another order each time.
 *
 * @param attempt counted per key, from 1
 */
export function fateOfRequest(failures: Failures, key: string, attempt: number): Fate {
  const { seed, errorRate, hangRate, rateLimitRate } = failures;
  const share = shareOf(`${seed}/${attempt}/${key}`);
  if (share < errorRate) return 'error';
  if (share < errorRate + hangRate) return 'hang';
  if (share < errorRate + hangRate + rateLimitRate) return 'rate-limit';
  return 'answer';
}

/** Evenly spread over [0, 1). */
function shareOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
