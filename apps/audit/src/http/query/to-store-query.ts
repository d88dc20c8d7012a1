import { listedRange } from './listed-range.js';

/**
 * @param maxDays between both ends of the range
 * @throws SpillwayError `SPW-4010` when the range is empty or too long
 */
export function toStoreQuery<Q extends { readonly from?: number | undefined; readonly to?: number | undefined }>(
  { from, to, ...query }: Q,
  maxDays?: number,
) {
  return { ...query, ...listedRange({ from, to }, maxDays) };
}
