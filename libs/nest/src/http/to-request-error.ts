import { HttpException } from '@nestjs/common';
import { SpillwayError, isSpillwayError, type ErrorCode } from '@spillway/events';

export interface RequestError {
  readonly error: SpillwayError;
  /** Set where the thrower chose a status that differs from the error table's. */
  readonly status?: number;
  /** True when nobody foresaw it: log it with its stack. */
  readonly unexpected: boolean;
}

const fastifyCodes = new Map<string, ErrorCode>([
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'SPW-4007'],
  ['FST_ERR_CTP_BODY_TOO_LARGE', 'SPW-4006'],
  ['FST_ERR_MAX_PARAM_LENGTH', 'SPW-4018'],
  ['FST_ERR_ROUTE_MISSING_CONTENT_TYPE', 'SPW-4007'],
]);

const codeByStatus = new Map<number, ErrorCode>([
  [404, 'SPW-4014'],
  [405, 'SPW-4005'],
  [408, 'SPW-4008'],
  [413, 'SPW-4006'],
  [414, 'SPW-4018'],
  [415, 'SPW-4007'],
  [429, 'SPW-4012'],
  [431, 'SPW-4013'],
  [503, 'SPW-4017'],
]);

/** Gives whatever a request threw its place in the error table. Never throws. */
export function toRequestError(thrown: unknown): RequestError {
  if (isSpillwayError(thrown)) return { error: thrown, unexpected: thrown.status === 500 };
  if (thrown instanceof HttpException) return fromHttpException(thrown);
  const { code, statusCode } = (thrown ?? {}) as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' ? fastifyCodes.get(code) : undefined;
  if (known !== undefined) return foreseen(known, plainDetail(known), thrown);
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    const fallback = codeByStatus.get(statusCode) ?? 'SPW-4000';
    return foreseen(fallback, plainDetail(fallback), thrown);
  }
  return unexpected(thrown);
}

/** The message of an HttpException is the app's own sentence; messages of the framework may quote the request. */
function fromHttpException(thrown: HttpException): RequestError {
  const status = thrown.getStatus();
  if (Number.isNaN(status) || status >= 500) {
    return status === 503 ? foreseen('SPW-4017', thrown.message, thrown) : unexpected(thrown);
  }
  const code = codeByStatus.get(status) ?? 'SPW-4019';
  const isOfFramework = thrown.cause !== undefined || /FST_ERR/.test(String((thrown as { code?: unknown }).code));
  const error = new SpillwayError(code, isOfFramework ? plainDetail(code) : thrown.message, { cause: thrown });
  return { error, status, unexpected: false };
}

function foreseen(code: ErrorCode, detail: string, cause: unknown): RequestError {
  return { error: new SpillwayError(code, detail, { cause }), unexpected: false };
}

function unexpected(cause: unknown): RequestError {
  return { error: new SpillwayError('SPW-4020', 'An unforeseen error', { cause }), unexpected: true };
}

function plainDetail(code: ErrorCode): string {
  switch (code) {
    case 'SPW-4007':
      return 'Content-Type is missing or not one that this route reads';
    case 'SPW-4006':
      return 'The body is larger than the limit';
    case 'SPW-4018':
      return 'A path parameter is too long';
    default:
      return 'The request cannot be read';
  }
}
