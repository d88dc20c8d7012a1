import { instant } from '../query/instant.js';
import type { ReadRunner } from '../query/read-runner.js';
import { liveHours } from './live-hours.js';
import { orderHour, orderTypes } from './order-hour.js';

const recordedSince = `audit_recorded_events WHERE recordedAt >= ${instant('sinceMs')} AND ${orderTypes}`;

/** Notes where the orders lie that were recorded since `sinceMs`. What is noted twice is there once. */
export const noteOrderDays = `INSERT INTO order_days SELECT DISTINCT ${orderHour} AS hour, toDate(timestamp) AS day FROM ${recordedSince}`;

/** What `liveHours` reads, in its parameters' units. */
export interface LiveHours {
  readonly hours: readonly number[];
  readonly openFrom: number;
  readonly from: number;
  readonly to: number;
}

/** The days of the log in which orders of some hours lie: those noted, and all in which an order was recorded since. */
export async function orderDays(
  run: ReadRunner,
  { sinceMs, ...hours }: LiveHours & { readonly sinceMs: number },
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const query = `SELECT DISTINCT toString(day) AS day FROM (
      SELECT day FROM audit_order_days WHERE ${liveHours('hour')}
      UNION ALL
      SELECT toDate(timestamp) AS day FROM ${recordedSince})`;
  const rows = await run.rows<{ day: string }>(
    { query, params: { ...hours, sinceMs }, doing: 'looking where orders lie' },
    signal,
  );
  return rows.map(({ day }) => day);
}
