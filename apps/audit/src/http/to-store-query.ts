import { timeRange } from './time-range.js';

/** @throws SpillwayError `SPW-4010` when the range is empty */
export function toStoreQuery<Q extends { readonly from?: number | undefined; readonly to?: number | undefined }>({
  from,
  to,
  ...query
}: Q) {
  return { ...query, ...timeRange({ from, to }) };
}
