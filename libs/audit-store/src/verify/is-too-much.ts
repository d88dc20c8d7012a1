import { isSpillwayError } from '@spillway/events';

/** ClickHouse's codes for more than its memory holds, or an answer may: these stay so, which a lack of time does not. */
const sizeCodes = new Set(['241', '396']);

/** Whether a statement met a limit and not the end of its asker: half of it may be done. */
export function isTooMuch(error: unknown, signal: AbortSignal | undefined): boolean {
  return isSpillwayError(error) && error.code === 'SPW-7005' && signal?.aborted !== true;
}

/** Whether it would meet that limit however often it is asked. */
export function isTooLarge(error: unknown, signal: AbortSignal | undefined): boolean {
  const { code } = ((error as { readonly cause?: unknown }).cause ?? {}) as { readonly code?: unknown };
  return isTooMuch(error, signal) && sizeCodes.has(String(code));
}
