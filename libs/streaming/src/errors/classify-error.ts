import { isSpillwayError } from '@spillway/events';
import { describeError } from './describe-error.js';
import { dependencyCodes } from './dependency-codes.js';

/** What an error means for a delivery, and how it is named in headers, logs and metrics. */
export interface ErrorVerdict {
  /** True when something the handler needs is away: waiting helps, the event is not to blame. */
  readonly isDependency: boolean;
  /** `SPW-…` or a system code; empty without one. */
  readonly code: string;
  readonly className: string;
  readonly message: string;
}

const maxCauses = 5;

/** Judges anything that can be thrown: errors, strings, undefined, frozen or hostile objects. Total: never throws. */
export function classifyError(error: unknown): ErrorVerdict {
  try {
    const code = codeOf(error);
    // Whoever makes an error may put anything into its fields.
    const className = error instanceof Error ? String(error.name) : typeof error;
    return { isDependency: isDependency(error), code, className, message: describeError(error) };
  } catch {
    return { isDependency: false, code: '', className: 'unknown', message: 'an error that cannot be described' };
  }
}

function isDependency(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < maxCauses && typeof current === 'object' && current !== null; depth++) {
    if (isSpillwayError(current)) return current.retryable;
    if (dependencyCodes.has(codeOf(current))) return true;
    current = (current as { cause?: unknown }).cause;
  }
  return false;
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
}
