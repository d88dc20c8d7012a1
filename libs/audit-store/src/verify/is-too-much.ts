import { isSpillwayError } from '@spillway/events';

/** Whether a statement met a limit and not the end of its asker: half of it may be done. */
export function isTooMuch(error: unknown, signal: AbortSignal | undefined): boolean {
  return isSpillwayError(error) && error.code === 'SPW-7005' && signal?.aborted !== true;
}
