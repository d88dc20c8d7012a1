import { isRefusal } from './log-guard.js';

/**
 * Asks until there is an answer. What may pass is waited for; what asking again does not mend is thrown.
 *
 * @param isWanted asked before each try
 * @param wait told of an error that may pass, and of how many there were; resolves when it is time to ask again, throws to
 *   give up
 * @returns undefined when nobody wants the answer any more
 */
export async function untilAnswered<T>(
  ask: () => Promise<T>,
  isWanted: () => boolean,
  wait: (error: unknown, attempt: number) => Promise<void>,
): Promise<T | undefined> {
  for (let attempt = 1; isWanted(); attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (isRefusal(error, attempt)) throw error;
      await wait(error, attempt);
    }
  }
  return undefined;
}
