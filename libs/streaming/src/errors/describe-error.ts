import { isSpillwayError } from '@spillway/events';

/** An error in one line for people: its code when it has one, then its message. Total: never throws. */
export function describeError(error: unknown): string {
  try {
    if (isSpillwayError(error)) return `${error.code} ${error.message}`;
    if (error instanceof Error) return String(error.message) || String(error.name);
    return typeof error === 'string' ? error : `thrown ${typeof error}: ${String(error)}`;
  } catch {
    return 'an error that cannot be described';
  }
}
