import type { Session } from '../session/session.js';

/**
 * Makes changes one after the other. Where that is interrupted it says so, since some may have been made.
 *
 * @throws what `work` throws
 */
export async function makeChanges<T>({ signal, stderr }: Session, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted === true) {
      stderr('Interrupted: some changes may have been made. The same command again makes the rest.\n');
    }
    throw error;
  }
}
