import type { ReadRunner, ReadStatement } from '../../../libs/audit-store/dist/query/read-runner.js';
import { percentile } from '../../harness/percentile.ts';
import { inTurns } from './in-turns.ts';

export interface HourThroughView {
  readonly viewP50Ms: number;
  readonly plainP50Ms: number;
  readonly viewToPlain: number;
}

const hourMs = 3_600_000;

/** Records of the hour that begins then, counted through the view with FINAL and without. */
export async function hourThroughView(
  bare: Pick<ReadRunner, 'rows'>,
  fromMs: number,
  calls: number,
): Promise<HourThroughView> {
  const hour = (from: string): ReadStatement => ({
    query: `SELECT type, count() AS records FROM ${from}
      WHERE timestamp >= fromUnixTimestamp64Milli({fromMs:Int64}, 'UTC')
        AND timestamp < fromUnixTimestamp64Milli({toMs:Int64}, 'UTC') GROUP BY type`,
    params: { fromMs, toMs: fromMs + hourMs },
    doing: 'counting an hour',
  });
  const ask = async (from: string): Promise<void> => {
    const rows = await bare.rows(hour(from));
    if (rows.length === 0) throw new Error('An hour without records');
  };
  const [view, plain] = await inTurns([() => ask('audit_events'), () => ask('events')], calls);
  const [viewP50Ms, plainP50Ms] = [percentile(view, 0.5), percentile(plain, 0.5)];
  return { viewP50Ms, plainP50Ms, viewToPlain: viewP50Ms / plainP50Ms };
}
