import { SpillwayError } from '@spillway/events';

/**
 * The port's names for a time range.
 *
 * @throws SpillwayError `SPW-4010` when the range is empty
 */
export function timeRange({ from, to }: { readonly from?: number | undefined; readonly to?: number | undefined }) {
  if (from !== undefined && to !== undefined && from >= to) {
    throw new SpillwayError('SPW-4010', 'Query parameters are not valid: to', {
      issues: [{ pointer: '/to', detail: 'is not later than from' }],
    });
  }
  return { fromMs: from, toMs: to };
}
