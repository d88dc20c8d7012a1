import { instant } from '../query/instant.js';

/** The moments of an `Expiry` as they stand in a statement. */
export interface ExpiryMoments {
  readonly olderThan: string;
  readonly storedBefore: string;
  readonly settledBefore: string;
}

/** As parameters. */
export const askedMoments: ExpiryMoments = {
  olderThan: instant('olderThanMs'),
  storedBefore: instant('storedBeforeMs'),
  settledBefore: instant('settledBeforeMs'),
};

/** As literals: a mutation keeps its text. */
export function literalMoments(moments: Readonly<Record<`${keyof ExpiryMoments}Ms`, number>>): ExpiryMoments {
  const { olderThanMs, storedBeforeMs, settledBeforeMs } = moments;
  return {
    olderThan: literal(olderThanMs),
    storedBefore: literal(storedBeforeMs),
    settledBefore: literal(settledBeforeMs),
  };
}

function literal(timeMs: number): string {
  return `fromUnixTimestamp64Milli(${timeMs}, 'UTC')`;
}
