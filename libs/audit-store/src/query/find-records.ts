import type { AuditPage, AuditRecordQuery } from '@spillway/streaming';
import type { ListParts } from './list-parts.js';
import { newestPage } from './newest-page.js';
import type { PagePosition } from './page-cursor.js';
import { recordConditions, timeColumn } from './record-conditions.js';
import { storedRecordColumns, toStoredRecord, type StoredRecordRow } from './stored-record-columns.js';

/** Many payloads are read to find a text: such a question ends before it holds up others for long. */
const textSearchMs = 5_000;

/** One page of records, newest first. */
export async function findRecords(parts: ListParts, query: AuditRecordQuery, signal?: AbortSignal): Promise<AuditPage> {
  const order = [timeColumn(query), 'topic', 'topicId', 'partition', 'offset'].map((column) => `${column} DESC`);
  const { rows, nextCursor } = await newestPage<StoredRecordRow>(
    parts,
    {
      list: 'events',
      query,
      liesByTime: liesByTime(query),
      maxExecutionTimeMs: query.text === undefined ? undefined : textSearchMs,
      statement: (window, after) => {
        const { where, params } = recordConditions({ ...query, ...window }, after);
        return {
          query: `SELECT ${storedRecordColumns} FROM audit_events ${where} ORDER BY ${order.join(', ')} LIMIT {limit:UInt32}`,
          params,
          doing: 'listing records',
        };
      },
      positionOf: (row) => positionOf(query, row),
    },
    signal,
  );
  return { records: rows.map(toStoredRecord), nextCursor };
}

/** What is found by an index of its own, or by reading all payloads within one limit of time, is one question. */
function liesByTime({ time, eventId, correlationId, text }: AuditRecordQuery): boolean {
  return time === 'record' && eventId === undefined && correlationId === undefined && text === undefined;
}

function positionOf({ time }: AuditRecordQuery, row: StoredRecordRow): PagePosition {
  const { topic, topicId, partition, offsetText: offset } = row;
  const timeMs = time === 'event' ? (row.eventTimeMs ?? 0) : row.timestampMs;
  return { timeMs, topic, topicId, partition, offset };
}
