import { errorTable, type ErrorCode } from './error-table.js';

/** One place inside a document that breaks a rule; `pointer` is a JSON Pointer (RFC 6901). Values are never echoed. */
export interface ErrorIssue {
  readonly pointer: string;
  readonly detail: string;
}

export interface SpillwayErrorOptions {
  readonly cause?: unknown;
  readonly issues?: readonly ErrorIssue[];
  /** Small, typed facts for logs and problem documents: names, counts, positions; never payloads or secrets. */
  readonly context?: Readonly<Record<string, string | number | boolean | bigint | null | undefined>>;
}

/**
 * The one error class of Spillway. Its meaning is its `code`, described in the error table.
 *
 * @param code   a code of the error table
 * @param detail this occurrence in one sentence: what was tried and what came back
 */
export class SpillwayError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly ErrorIssue[];
  readonly context: NonNullable<SpillwayErrorOptions['context']>;

  constructor(code: ErrorCode, detail: string, options: SpillwayErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = errorTable[code].name;
    this.code = code;
    this.issues = options.issues ?? [];
    this.context = options.context ?? {};
  }

  get retryable(): boolean {
    return errorTable[this.code].retryable;
  }

  get status(): number {
    return errorTable[this.code].status;
  }
}

export function isSpillwayError(error: unknown, code?: ErrorCode): error is SpillwayError {
  return error instanceof SpillwayError && (code === undefined || error.code === code);
}
