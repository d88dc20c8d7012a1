import type { LogRecord } from '../../ports/record.js';
import { controlHeaderError } from '../../retry/copies/control-header-error.js';
import { readRetryHeaders, type RetryExpectation } from '../../retry/copies/retry-headers.js';
import type { RetryState } from '../../retry/copies/retry-state.js';

export interface ReadCopy {
  readonly copy: RetryState | undefined;
  /** Its control headers are not to be believed, or handlers answer each other in a loop. */
  readonly poison: unknown;
}

const plain: ReadCopy = Object.freeze({ copy: undefined, poison: undefined });

/** What the control headers of a record say. */
export function readCopy(record: LogRecord, expected: RetryExpectation): ReadCopy {
  const read = readRetryHeaders(record, expected);
  if (read === undefined) return plain;
  if ('forged' in read || 'loop' in read) return { copy: undefined, poison: controlHeaderError(read) };
  return { copy: read, poison: undefined };
}
