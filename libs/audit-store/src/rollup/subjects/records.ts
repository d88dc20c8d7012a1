import { liveHours } from '../live-hours.js';
import type { SubjectOf } from '../subject.js';

export const records: SubjectOf<'records'> = {
  table: 'records_hourly',
  view: 'audit_records_hourly',
  columns: ['topic', 'type', 'kind', 'schemaId', 'records'],
  liveRows: `SELECT toStartOfHour(timestamp) AS hour, topic, type, toString(events.kind) AS kind, schemaId,
      count() AS records
    FROM audit_events AS events WHERE ${liveHours('timestamp')} GROUP BY hour, topic, type, kind, schemaId`,
  measures: { records: { sql: 'sum(records)' } },
  dimensions: {
    topic: { sql: 'topic', type: 'String' },
    type: { sql: 'type', type: 'String' },
    kind: { sql: 'kind', type: 'String' },
    schemaId: { sql: 'schemaId', type: 'Int32', shown: (value) => `if(${value} < 0, NULL, ${value})` },
  },
};
