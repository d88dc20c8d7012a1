import { liveHours } from '../live-hours.js';
import type { SubjectOf } from '../subject.js';

const count = (outcome: string): string => `sumIf(outcomes.deliveries, outcome = '${outcome}')`;
const share = (part: string): string => `round(if(sum(deliveries) = 0, 0, sum(${part}) / sum(deliveries)), 6)`;

/** Entries of the ledger. A range of plain successes names no handler, so shares are those of the group. */
export const deliveries: SubjectOf<'deliveries'> = {
  table: 'deliveries_hourly',
  view: 'audit_deliveries_hourly',
  columns: ['group', 'handler', 'version', 'deliveries', 'completed', 'retried', 'deadLettered', 'suspended'],
  liveRows: `SELECT toStartOfHour(timestamp) AS hour, groupId AS group, handler, appVersion AS version,
      sum(outcomes.deliveries) AS deliveries, ${count('completed')} AS completed, ${count('retried')} AS retried,
      ${count('dead_lettered')} AS deadLettered, ${count('suspended')} AS suspended
    FROM audit_deliveries AS outcomes WHERE ${liveHours('timestamp')} GROUP BY hour, group, handler, version`,
  measures: {
    deliveries: { sql: 'sum(deliveries)' },
    completed: { sql: 'sum(completed)' },
    retried: { sql: 'sum(retried)' },
    deadLettered: { sql: 'sum(deadLettered)' },
    suspended: { sql: 'sum(suspended)' },
    errorRate: { sql: share('deadLettered') },
    retryRate: { sql: share('retried') },
  },
  dimensions: {
    group: { sql: 'group', type: 'String' },
    handler: { sql: 'handler', type: 'String' },
    version: { sql: 'version', type: 'String' },
  },
};
