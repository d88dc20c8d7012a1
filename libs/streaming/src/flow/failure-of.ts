import type { FingerprintRule } from '../ledger/fingerprint.js';
import { classifyError } from '../pipeline/classify-error.js';
import type { CopyFailure } from '../retry/copy-failure.js';
import { sameFailure } from './same-failure.js';

/**
 * An error as it goes into the headers of a copy and into the ledger. Total: whatever was thrown.
 *
 * @param rule the application's own for which errors are the same
 */
export function failureOf(
  error: unknown,
  handler: string | undefined,
  failedAtMs: number,
  rule?: FingerprintRule,
): CopyFailure {
  const { className, code, message } = classifyError(error);
  const { fingerprint, stack } = sameFailure(error, handler ?? '', rule);
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
