import type { AuditPage, AuditRecordQuery } from '@spillway/streaming';
import { cutPage } from './cut-page.js';
import type { ListParts } from './list-parts.js';
import { newestWindows, type TimeWindow } from './newest-windows.js';
import { readNewest, type WindowLimits } from './read-newest.js';
import { recordConditions, timeColumn } from './record-conditions.js';
import { storedRecordColumns, toStoredRecord, type StoredRecordRow } from './stored-record-columns.js';

/** Many payloads are read to find a text: such a question ends before it holds up others for long. */
const textSearchMs = 5_000;

/** One page, newest first. Pages go by position, not by number: records that arrive meanwhile move nothing. */
export async function findRecords(
  { run, cursors, nowMs }: ListParts,
  query: AuditRecordQuery,
  signal?: AbortSignal,
): Promise<AuditPage> {
  const question = { list: 'events', filters: query };
  const after = query.cursor === undefined ? undefined : cursors.read(question, query.cursor);
  const order = [timeColumn(query), 'topic', 'topicId', 'partition', 'offset'].map((column) => `${column} DESC`);
  const read = (
    window: TimeWindow,
    { limit, maxExecutionTimeMs }: WindowLimits,
  ): Promise<readonly StoredRecordRow[]> => {
    const { where, params } = recordConditions({ ...query, ...window }, after);
    return run.rows<StoredRecordRow>(
      {
        query: `SELECT ${storedRecordColumns} FROM audit_events ${where} ORDER BY ${order.join(', ')} LIMIT {limit:UInt32}`,
        params: { ...params, limit },
        doing: 'listing records',
        maxExecutionTimeMs,
      },
      signal,
    );
  };
  const { fromMs, toMs } = query;
  const windows = liesByTime(query)
    ? newestWindows(query, Math.min(after?.timeMs ?? Infinity, nowMs()))
    : [{ fromMs, toMs }];
  const maxExecutionTimeMs = query.text === undefined ? run.limits.maxExecutionTimeMs : textSearchMs;
  const rows = await readNewest({ windows, limit: query.limit + 1, maxExecutionTimeMs, nowMs }, read);
  const { page, lastBeforeMore: last } = cutPage(rows, query.limit);
  return {
    records: page.map(toStoredRecord),
    nextCursor: last === undefined ? null : cursors.write(question, positionOf(query, last)),
  };
}

/** What is found by an index of its own, or by reading all payloads within one limit of time, is one question. */
function liesByTime({ time, eventId, correlationId, text }: AuditRecordQuery): boolean {
  return time === 'record' && eventId === undefined && correlationId === undefined && text === undefined;
}

function positionOf({ time }: AuditRecordQuery, row: StoredRecordRow) {
  const { topic, topicId, partition, offsetText: offset } = row;
  const timeMs = time === 'event' ? (row.eventTimeMs ?? 0) : row.timestampMs;
  return { timeMs, topic, topicId, partition, offset };
}
