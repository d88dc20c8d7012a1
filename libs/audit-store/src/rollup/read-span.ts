import type { AnalyticsSpan } from '@spillway/streaming';
import type { ReadRunner } from '../query/read-runner.js';
import { hoursTouched, openHour, readMark, type Basis } from './rollup-coverage.js';

const hourMs = 60 * 60 * 1000;
const farMs = 2 ** 32 * 1000 - hourMs;

/** The hours between which anything lies: those rolled up, and what was recorded since. */
export async function readSpan(run: ReadRunner, basis: Basis, signal?: AbortSignal): Promise<AnalyticsSpan | null> {
  const [rolledUp] = await run.rows<{ hours: number; first: number; last: number }>(
    {
      query: `SELECT count() AS hours, toUnixTimestamp(min(hour)) AS first, toUnixTimestamp(max(hour)) AS last
        FROM audit_rollup_hours WHERE basis = {basis:String}`,
      params: { basis },
      doing: 'reading which hours there are',
    },
    signal,
  );
  const { recordedBeforeMs, openFromMs } = await readMark(run, basis, signal);
  const isTakenBack = openFromMs < openHour(recordedBeforeMs);
  const sinceMs = isTakenBack ? 0 : recordedBeforeMs;
  const hours = await hoursTouched(run, basis, { sinceMs, fromMs: 0, toMs: farMs }, signal);
  if (rolledUp !== undefined && rolledUp.hours > 0) hours.push(rolledUp.first * 1000, rolledUp.last * 1000);
  if (hours.length === 0) return null;
  return { fromMs: Math.min(...hours), toMs: Math.max(...hours) + hourMs };
}
