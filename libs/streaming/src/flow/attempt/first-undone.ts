import type { AttemptResult } from '../item/attempt-result.js';

/** Index of the first that is not completed; undefined when all are. */
export function firstUndone(results: readonly AttemptResult[]): number | undefined {
  const index = results.findIndex(({ type }) => type !== 'completed');
  return index === -1 ? undefined : index;
}
