import { liveHours } from '../live-hours.js';
import type { SubjectOf } from '../subject.js';

/** Per hour and topic. All would grow with the records; these make a board over a year read as much as over a busy day. */
const keptKeys = 200;

/** Counts are whole for keys that are kept; `bound` says how many a key that is not kept has at most. */
export const keys: SubjectOf<'keys'> = {
  table: 'keys_hourly',
  view: 'audit_keys_hourly',
  columns: ['topic', 'rest', 'key', 'records', 'bound'],
  liveRows: `SELECT hour, topic, rank > ${keptKeys} AS rest, if(rest, '', ranked.key) AS key,
      sum(keyRecords) AS records, max(firstLeftOut) AS bound
    FROM (SELECT *, max(if(rank = ${keptKeys + 1}, keyRecords, 0)) OVER (PARTITION BY hour, topic) AS firstLeftOut
      FROM (SELECT *, row_number() OVER (PARTITION BY hour, topic ORDER BY keyRecords DESC, key) AS rank
        FROM (SELECT toStartOfHour(timestamp) AS hour, topic, assumeNotNull(events.key) AS key, count() AS keyRecords
          FROM audit_events AS events WHERE ${liveHours('timestamp')} AND isNotNull(events.key)
          GROUP BY hour, topic, key))) AS ranked
    GROUP BY hour, topic, rest, key`,
  prepare: (rows, groupBy) =>
    `SELECT *, sum(if(rest, bound, 0)) OVER (${groupBy.includes('topic') ? 'PARTITION BY topic' : ''}) AS restBound
      FROM (${rows})`,
  measures: {
    records: { sql: 'sum(records)' },
    // Hours in which it is among the kept add nothing; in each other hour of the range it may have as many as the bound.
    recordsAtMost: { sql: 'sum(records) - sum(bound) + any(restBound)' },
  },
  dimensions: {
    topic: { sql: 'topic', type: 'String' },
    key: { sql: 'key', type: 'String', shown: (value) => `if(rest, NULL, base64Encode(${value}))` },
  },
};
