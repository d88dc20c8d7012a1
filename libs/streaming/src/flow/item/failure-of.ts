import { classifyError } from '../../errors/classify-error.js';
import type { CopyFailure } from '../../retry/copies/copy-failure.js';
import type { KnownFailures } from './known-failures.js';

/**
 * An error as it goes into the headers of a copy and into the ledger. Total: whatever was thrown.
 *
 * @param failures of the topic it failed in
 */
export function failureOf(
  error: unknown,
  handler: string | undefined,
  failedAtMs: number,
  failures: KnownFailures,
): CopyFailure {
  const { className, code, message } = classifyError(error);
  const { fingerprint, stack } = failures.of(error, handler ?? '');
  return {
    errorClass: className,
    code,
    message,
    stack,
    fingerprint,
    ...(handler === undefined ? {} : { handler }),
    failedAtMs,
  };
}
