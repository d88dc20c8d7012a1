import { errorTable, isSpillwayError } from '@spillway/events';

/** An error as people read it on a terminal: code, what happened, why, what to do. Unknown errors keep their stack. */
export function explainError(error: unknown): string {
  if (!isSpillwayError(error)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { cause, fix } = errorTable[error.code];
  return `${error.code}  ${error.message}\n  cause  ${cause}\n  fix    ${fix}`;
}
