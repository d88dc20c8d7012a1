import { invalidParameter } from '../../invalid-parameter.js';

const dayMs = 86_400_000;

/** At most so many days lie between the ends of a range that lists ask for; what goes through all has no such end. */
export const listedDays = 400;

/**
 * The port's names for a time range.
 *
 * @param maxDays between both ends
 * @throws SpillwayError `SPW-4010` when the range is empty or too long
 */
export function listedRange(
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
  maxDays = Infinity,
) {
  if (from !== undefined && to !== undefined) {
    if (from >= to) throw invalidParameter('to', 'is not later than from');
    if (to - from > maxDays * dayMs) throw invalidParameter('from', `is over ${maxDays} days before to`);
  }
  return { fromMs: from, toMs: to };
}
