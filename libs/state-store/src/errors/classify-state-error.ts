import { isNativeError } from 'node:util/types';
import { isSpillwayError, SpillwayError, type ErrorCode } from '@spillway/events';

/** SQLSTATE classes and states, the longest that fits decides. */
const byState: Readonly<Record<string, ErrorCode>> = {
  '08': 'SPW-6001', // connection lost or refused
  '57P': 'SPW-6001', // server stopping or starting
  '25006': 'SPW-6001', // read only: the primary moved elsewhere
  '25P03': 'SPW-6001', // session ended: it stood idle in a transaction
  '40': 'SPW-6006', // deadlock, serialization
  '53': 'SPW-6006', // connections, memory, disk
  '55P03': 'SPW-6006', // lock time-out
  '57014': 'SPW-6006', // statement time-out
  '28': 'SPW-6007', // user or password
  '3D': 'SPW-6007', // no such database
};

const networkCodes = new Set(
  'ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ETIMEDOUT EHOSTUNREACH EHOSTDOWN ENETUNREACH ENOTFOUND EAI_AGAIN'.split(
    ' ',
  ),
);

/** Messages of `pg` and PGlite for what has no code. */
const lost =
  /connection terminated|timeout exceeded when trying to connect|timeout expired|client (was closed|has encountered)|not queryable|query read timeout|PGlite is clos|driver has already been destroyed/i;
const noTls = /does not support SSL|certificate|self.signed|unable to verify/i;

/**
 * Names a failure of the database: `SPW-6001` not reachable, `SPW-6006` busy, `SPW-6007` refused. Anything else (a
 * constraint, a wrong statement) stays as it is.
 *
 * @param database how to call the database in the message; without user and password
 */
export function classifyStateError(error: unknown, database: string): unknown {
  if (isSpillwayError(error) || !isNativeError(error)) return error;
  const code = codeOf(error);
  if (code === undefined) return error;
  const reason = error.message === '' ? reasonOfAll(error) : error.message;
  return new SpillwayError(code, `The state in ${database}: ${reason}`, { cause: error });
}

function codeOf(error: Error): ErrorCode | undefined {
  const { code, errors } = error as { code?: unknown; errors?: unknown };
  if (typeof code === 'string' && networkCodes.has(code)) return 'SPW-6001';
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
    return byState[code] ?? byState[code.slice(0, 3)] ?? byState[code.slice(0, 2)];
  }
  // One error for each address that was tried (localhost is two).
  if (Array.isArray(errors) && errors.some((each) => isNativeError(each) && codeOf(each) === 'SPW-6001')) {
    return 'SPW-6001';
  }
  if (lost.test(error.message) || error.name === 'RuntimeError') return 'SPW-6001';
  return noTls.test(error.message) ? 'SPW-6007' : undefined;
}

function reasonOfAll(error: Error): string {
  const { errors } = error as { errors?: unknown };
  return Array.isArray(errors) ? errors.map((each) => (each as Error).message).join(', ') : error.name;
}
