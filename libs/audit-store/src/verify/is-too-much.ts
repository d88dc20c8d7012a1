import { isSpillwayError } from '@spillway/events';

const memoryCode = '241';
const answerCode = '396';
/** The same code is told by a server whose memory others have taken, which passes. */
const ownLimit = 'Query memory limit exceeded';

/** Whether a statement met a limit and not the end of its asker: half of it may be done. */
export function isTooMuch(error: unknown, signal: AbortSignal | undefined): boolean {
  return isSpillwayError(error) && error.code === 'SPW-7005' && signal?.aborted !== true;
}

/** Whether it would meet that limit however often it is asked: its own memory, or what an answer may hold; time may be enough later. */
export function isTooLarge(error: unknown, signal: AbortSignal | undefined): boolean {
  if (!isTooMuch(error, signal)) return false;
  const { code, message } = ((error as Error).cause ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  return String(code) === answerCode || (String(code) === memoryCode && String(message).includes(ownLimit));
}
