import { SpillwayError } from '@spillway/events';
import type { AuditRecordQuery } from '@spillway/streaming';
import type { RecordQuery } from './record-query.js';

/** @throws SpillwayError `SPW-4010` when the range is empty */
export function toStoreQuery({ from, to, ...query }: RecordQuery): AuditRecordQuery {
  if (from !== undefined && to !== undefined && from >= to) {
    throw new SpillwayError('SPW-4010', 'Query parameters are not valid: to', {
      issues: [{ pointer: '/to', detail: 'is not later than from' }],
    });
  }
  return { ...query, fromMs: from, toMs: to };
}
