import type { CompleteUpTo } from '../complete-up-to/complete-up-to.js';
import { toCompleteUpToJson } from './json/to-complete-up-to-json.js';

/**
 * An answer with up to when it knows everything. That is read before the question is asked: it must not promise what came
 * while the answer was looked for.
 */
export async function withCompleteUpTo<T extends object>(
  completeUpTo: Pick<CompleteUpTo, 'now'>,
  ask: () => Promise<T>,
): Promise<T & { readonly completeUpTo: ReturnType<typeof toCompleteUpToJson> }> {
  const upTo = toCompleteUpToJson(await completeUpTo.now());
  return { ...(await ask()), completeUpTo: upTo };
}
