import type { ReadRunner } from '../query/read-runner.js';
import { isOrder } from './is-order.js';
import { liveHours } from './live-hours.js';
import type { HourRows } from './plan-builds.js';
import type { Basis } from './rollup-coverage.js';

const counted = (rows: string, column: string, from: string, condition = 'true'): string =>
  `SELECT toUnixTimestamp(toStartOfHour(${column})) AS hourSeconds, ${rows} AS rows FROM ${from}
    WHERE ${liveHours(column)} AND ${condition} GROUP BY hourSeconds`;
/** What the statements of a basis read: of the ledger single deliveries, which is what its ranges are spread into. */
const rowCounts: Readonly<Record<Basis, string>> = {
  record: counted('count()', 'timestamp', 'audit_recorded_events'),
  delivery: counted('sum(deliveries)', 'timestamp', 'audit_deliveries'),
  event: counted(
    'count()',
    'orderTime',
    'audit_recorded_events',
    `toDate(timestamp) IN {days:Array(Date)} AND ${isOrder}`,
  ),
};

/** How many rows each of these hours has, in their order. */
export async function rowsOfHours(
  run: ReadRunner,
  basis: Basis,
  { hours, ...params }: { readonly hours: readonly number[]; readonly days: readonly string[] },
  signal?: AbortSignal,
): Promise<readonly HourRows[]> {
  const found = await run.rows<{ hourSeconds: number; rows: number | string }>(
    { query: rowCounts[basis], params: { hours, ...params }, doing: 'counting what is to be rolled up' },
    signal,
  );
  const rows = new Map(found.map((each) => [each.hourSeconds, Number(each.rows)]));
  return hours.map((seconds) => ({ hourMs: seconds * 1000, rows: rows.get(seconds) ?? 0 }));
}
