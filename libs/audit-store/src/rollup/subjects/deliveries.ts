import type { SubjectOf } from '../subject.js';
import { unitedDeliveries } from '../united-deliveries.js';

const ledgerRecord = ['ledgerTopic', 'ledgerTopicId', 'ledgerPartition', 'ledgerOffset'] as const;
/** A ledger record has one count for all of its ranges, less than their offsets where some hold no record. */
const counted = `SELECT hour, groupId, handler, appVersion, outcome,
    toUInt64(round(sum(entries.deliveries) * (sum(ownOffsets) / sum(offsets)))) AS counted
  FROM (${unitedDeliveries(['deliveries', 'handler', 'appVersion', 'outcome', ...ledgerRecord])}) AS entries
  GROUP BY hour, groupId, handler, appVersion, outcome, ${ledgerRecord.join(', ')}`;
const count = (outcome: string): string => `sumIf(counted, outcome = '${outcome}')`;
const share = (part: string): string => `round(if(sum(deliveries) = 0, 0, sum(${part}) / sum(deliveries)), 6)`;

/** Entries of the ledger, each record of a range once. A range names no handler, so shares are those of the group. */
export const deliveries: SubjectOf<'deliveries'> = {
  table: 'deliveries_hourly',
  view: 'audit_deliveries_hourly',
  columns: ['group', 'handler', 'version', 'deliveries', 'completed', 'retried', 'deadLettered', 'suspended'],
  liveRows: `SELECT hour, groupId AS group, handler, appVersion AS version,
      sum(counted) AS deliveries, ${count('completed')} AS completed, ${count('retried')} AS retried,
      ${count('dead_lettered')} AS deadLettered, ${count('suspended')} AS suspended
    FROM (${counted}) GROUP BY hour, group, handler, version`,
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
