import { errorTable, type ErrorCode, type ErrorIssue, type SpillwayError } from '@spillway/events';

/** RFC 9457 problem details as every app answers them. */
export interface ProblemDocument {
  /** Stable name of the error; `docs/reference/errors.md` describes each code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** This occurrence: the request's id, found again in the log. */
  readonly instance: string;
  readonly errorCode: ErrorCode;
  readonly errors?: readonly ErrorIssue[];
}

export const problemMediaType = 'application/problem+json';

const maxErrors = 100;

/**
 * The answer for an error. Of failures inside the app (status 500) nothing but the code is told.
 *
 * @param options.status only where the app chose a status by itself; otherwise the error table's
 */
export function problemDocument(
  error: SpillwayError,
  requestId: string,
  options: { readonly status?: number } = {},
): ProblemDocument {
  const row = errorTable[error.code];
  const status = options.status ?? row.status;
  const hidden = status === 500;
  return {
    type: `urn:spillway:error:${error.code}`,
    title: row.title,
    status,
    detail: hidden ? `${row.title}; the log of the app has more under this id` : error.message,
    instance: `urn:uuid:${requestId}`,
    errorCode: error.code,
    ...(error.issues.length > 0 && !hidden ? { errors: error.issues.slice(0, maxErrors) } : {}),
  };
}
