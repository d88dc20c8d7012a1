import { SpillwayError, type ErrorCode } from '@spillway/events';

/**
 * The error for what a handler answered. It has no frames: nothing was thrown, so they would be those of the toolkit alone,
 * and to gather and write them takes longer than to handle an event.
 */
export function answerError(code: ErrorCode, message: string, cause?: unknown): SpillwayError {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return new SpillwayError(code, message, { cause });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
