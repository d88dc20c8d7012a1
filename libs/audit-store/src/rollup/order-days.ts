import { instant } from '../query/instant.js';
import type { ReadRunner } from '../query/read-runner.js';
import { isOrder } from './is-order.js';
import { liveHours } from './live-hours.js';

const recordedSince = `audit_recorded_events WHERE recordedAt >= ${instant('sinceMs')} AND ${isOrder} AND isNotNull(orderTime)`;
const orderHour = 'toStartOfHour(assumeNotNull(orderTime))';

/** Notes where the orders lie that were recorded since `sinceMs`. What is noted twice is there once. */
export const noteOrderDays = `INSERT INTO order_days SELECT DISTINCT ${orderHour} AS hour, toDate(timestamp) AS day FROM ${recordedSince}`;

/** What `liveHours` reads, in its parameters' units. */
export interface LiveHours {
  readonly hours: readonly number[];
  readonly openFrom: number;
  readonly from: number;
  readonly to: number;
}

/** The days of the log in which orders of some hours lie, as far as they are noted. */
export async function notedDays(run: ReadRunner, hours: LiveHours, signal?: AbortSignal): Promise<readonly string[]> {
  const query = `SELECT DISTINCT toString(day) AS day FROM audit_order_days WHERE ${liveHours('hour')}`;
  const params = { ...hours };
  const rows = await run.rows<{ day: string }>({ query, params, doing: 'looking where orders lie' }, signal);
  return rows.map(({ day }) => day);
}

/** Hours that are noted from one moment to another, ascending. */
export async function notedHours(
  run: ReadRunner,
  range: { readonly fromMs: number; readonly toMs: number },
  signal?: AbortSignal,
): Promise<number[]> {
  const query = `SELECT DISTINCT toUnixTimestamp(hour) AS hourSeconds FROM audit_order_days
    WHERE hour >= ${instant('fromMs')} AND hour < ${instant('toMs')} ORDER BY hourSeconds`;
  const params = { ...range };
  const rows = await run.rows<{ hourSeconds: number }>({ query, params, doing: 'looking for hours of orders' }, signal);
  return rows.map(({ hourSeconds }) => hourSeconds * 1000);
}

/** What was recorded lately of orders: which hours they count in, and in which days of the log those lie that are not noted. */
interface RecentOrders {
  readonly hoursMs: readonly number[];
  readonly days: readonly string[];
}

/** Both at once: each reading looks at the parts of all days. */
export async function recentOrders(
  run: ReadRunner,
  { recordedBeforeMs, notedBeforeMs: sinceMs }: { readonly recordedBeforeMs: number; readonly notedBeforeMs: number },
  signal?: AbortSignal,
): Promise<RecentOrders> {
  const query = `SELECT groupUniqArrayIf(toUnixTimestamp(${orderHour}), recordedAt >= ${instant('recordedBeforeMs')}) AS hours,
      groupUniqArray(toString(toDate(timestamp))) AS days
    FROM ${recordedSince}`;
  const params = { sinceMs, recordedBeforeMs };
  const [row] = await run.rows<{ hours: readonly number[]; days: readonly string[] }>(
    { query, params, doing: 'looking for orders that are new' },
    signal,
  );
  return {
    hoursMs: (row?.hours ?? []).map((seconds) => seconds * 1000).toSorted((a, b) => a - b),
    days: row?.days ?? [],
  };
}
