import { SpillwayError } from '@spillway/events';

/**
 * Total: whether the server may still be at the statement that failed with this error of `storeFailure`. It is when nobody
 * answered: a proxy cuts a request that is silent for long, and the server goes on. An error that ClickHouse itself answered with,
 * which alone has a type, is the statement's end.
 */
export function mayStillRun(error: unknown): boolean {
  if (!(error instanceof SpillwayError) || error.code !== 'SPW-7002') return false;
  return typeof (error.cause as { readonly type?: unknown } | null | undefined)?.type !== 'string';
}
