import { instant } from '../query/instant.js';

export interface AskedTimes {
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Rows stored within this time of now may still get their manifest. */
  readonly settleMs: number;
  readonly nowMs: number;
}

/**
 * The condition on rows that are looked at by the time when they were stored, and its parameters. A row whose time lies ahead
 * was not stored by us: it is looked at whatever times are asked for.
 */
export function askedRows({ fromMs, toMs, settleMs, nowMs }: AskedTimes) {
  const asked = [
    fromMs === undefined ? [] : [`recordedAt >= ${instant('fromMs')}`],
    toMs === undefined ? [] : [`recordedAt < ${instant('toMs')}`],
  ].flat();
  const isAsked = asked.length === 0 ? 'true' : `(${asked.join(' AND ')} OR recordedAt > ${instant('settleToMs')})`;
  return {
    isAsked: `${isAsked} AND NOT (recordedAt BETWEEN ${instant('settleFromMs')} AND ${instant('settleToMs')})`,
    times: { fromMs, toMs, settleFromMs: nowMs - settleMs, settleToMs: nowMs + settleMs },
  };
}
