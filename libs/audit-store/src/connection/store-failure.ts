import { SpillwayError, type ErrorCode } from '@spillway/events';

/** TIMEOUT_EXCEEDED, TOO_SLOW, MEMORY_LIMIT_EXCEEDED, QUERY_WAS_CANCELLED, TOO_MANY_ROWS_OR_BYTES: the question was too big, not the server gone. */
const limitCodes = new Set(['159', '160', '241', '394', '396']);

/** What has a code of its own: NOT_ENOUGH_SPACE, TOO_MANY_PARTS, and a staging file that the disk has no room for. */
const ownCodes: Readonly<Record<string, ErrorCode>> = { '243': 'SPW-7012', ENOSPC: 'SPW-7012', '252': 'SPW-7013' };

/** Total: whatever a read or write of ClickHouse threw, as an error of ours. The statement's values are never part of it. */
export function storeFailure(error: unknown, doing: string): SpillwayError {
  if (error instanceof SpillwayError) return error;
  const { code, type } = (error ?? {}) as { code?: unknown; type?: unknown };
  const reason = typeof type === 'string' ? type : typeof code === 'string' ? code : 'no answer';
  const ours = ownCodes[String(code)] ?? 'SPW-7002';
  return new SpillwayError(ours, `ClickHouse failed while ${doing}: ${reason}`, { cause: error });
}

/** The same for questions of users: past a limit is not an outage. */
export function readFailure(error: unknown, doing: string): SpillwayError {
  const code = String((error as { code?: unknown } | null)?.code);
  if (!limitCodes.has(code)) return storeFailure(error, doing);
  return new SpillwayError('SPW-7005', `ClickHouse gave up while ${doing}: past the limit of time or memory`, {
    cause: error,
  });
}
