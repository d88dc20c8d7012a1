import { schemaIdHeader } from '@spillway/events';
import type { EventSample } from '@spillway/streaming';
import type { ListParts } from './list-parts.js';
import { newestWindows, type TimeWindow } from './newest-windows.js';
import { readNewest, type WindowLimits } from './read-newest.js';
import { recordConditions } from './record-conditions.js';
import { storedRecordColumns, toStoredRecord, type StoredRecordRow } from './stored-record-columns.js';

interface SampleRow extends StoredRecordRow {
  /** '' without one. */
  readonly schemaHeaderBase64: string;
  readonly valueBase64: string;
}

/** The newest events of a type as they lie in the log, newest first. Copies in retry and dead-letter topics are left out. */
export async function readSample(
  { run, nowMs }: Pick<ListParts, 'run' | 'nowMs'>,
  type: string,
  limit: number,
  signal?: AbortSignal,
): Promise<readonly EventSample[]> {
  const read = (
    window: TimeWindow,
    { limit: rows, maxExecutionTimeMs }: WindowLimits,
  ): Promise<readonly SampleRow[]> => {
    const { where, params } = recordConditions({ type, time: 'record', ...window });
    return run.rows<SampleRow>(
      {
        query: `SELECT ${storedRecordColumns}, base64Encode(assumeNotNull(value)) AS valueBase64,
            base64Encode(arrayLast(header -> header.1 = {schemaHeader:String}, headers).2) AS schemaHeaderBase64
          FROM audit_events_main ${where} AND value IS NOT NULL
          ORDER BY timestamp DESC, topic DESC, topicId DESC, partition DESC, offset DESC LIMIT {limit:UInt32}`,
        params: { ...params, limit: rows, schemaHeader: schemaIdHeader },
        doing: 'reading samples of a type',
        maxExecutionTimeMs,
      },
      signal,
    );
  };
  const question = {
    windows: newestWindows({}, nowMs()),
    limit,
    maxExecutionTimeMs: run.limits.maxExecutionTimeMs,
    nowMs,
  };
  return (await readNewest(question, read)).map(toSample);
}

function toSample({ valueBase64, schemaHeaderBase64, ...row }: SampleRow): EventSample {
  const { topic, topicId, partition, offset, timestampMs, source, eventId, schemaId } = toStoredRecord(row);
  const value = Buffer.from(valueBase64, 'base64');
  // One without bytes names nothing.
  const schemaHeader = schemaHeaderBase64 === '' ? null : Buffer.from(schemaHeaderBase64, 'base64');
  return { topic, topicId, partition, offset, timestampMs, source, eventId, schemaId, schemaHeader, value };
}
