import type { AuditPage, AuditRecordQuery } from '@spillway/streaming';
import { cutPage } from './cut-page.js';
import type { PageCursors } from './page-cursor.js';
import type { ReadRunner } from './read-runner.js';
import { recordConditions, timeColumn } from './record-conditions.js';
import { storedRecordColumns, toStoredRecord, type StoredRecordRow } from './stored-record-columns.js';

/** Many payloads are read to find a text: such a question ends before it holds up others for long. */
const textSearchMs = 5_000;

/** One page, newest first. Pages go by position, not by number: records that arrive meanwhile move nothing. */
export async function findRecords(
  run: ReadRunner,
  cursors: PageCursors,
  query: AuditRecordQuery,
  signal?: AbortSignal,
): Promise<AuditPage> {
  const question = { list: 'events', filters: query };
  const after = query.cursor === undefined ? undefined : cursors.read(question, query.cursor);
  const { where, params } = recordConditions(query, after);
  const order = [timeColumn(query), 'topic', 'topicId', 'partition', 'offset'].map((column) => `${column} DESC`);
  const rows = await run.rows<StoredRecordRow>(
    {
      query: `SELECT ${storedRecordColumns} FROM audit_events ${where} ORDER BY ${order.join(', ')} LIMIT {limit:UInt32}`,
      params: { ...params, limit: query.limit + 1 },
      doing: 'listing records',
      ...(query.text !== undefined && { maxExecutionTimeMs: textSearchMs }),
    },
    signal,
  );
  const { page, lastBeforeMore: last } = cutPage(rows, query.limit);
  return {
    records: page.map(toStoredRecord),
    nextCursor: last === undefined ? null : cursors.write(question, positionOf(query, last)),
  };
}

function positionOf({ time }: AuditRecordQuery, row: StoredRecordRow) {
  const { topic, topicId, partition, offsetText: offset } = row;
  const timeMs = time === 'event' ? (row.eventTimeMs ?? 0) : row.timestampMs;
  return { timeMs, topic, topicId, partition, offset };
}
