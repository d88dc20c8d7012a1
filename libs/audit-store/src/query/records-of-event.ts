import type { StoredRecordDetail } from '@spillway/streaming';
import type { ReadRunner } from './read-runner.js';
import { storedRecordColumns, toStoredRecord, type StoredRecordRow } from './stored-record-columns.js';

const maxRecords = 1_000;

interface DetailRow extends StoredRecordRow {
  readonly headerPairs: readonly (readonly [name: string, valueBase64: string])[];
  readonly valueBase64: string | null;
  readonly payload: string;
}

/** All records of one event id, oldest first: the event itself, its repeats, its dead letters. */
export async function recordsOfEvent(
  run: ReadRunner,
  eventId: string,
  signal?: AbortSignal,
): Promise<readonly StoredRecordDetail[]> {
  const rows = await run.rows<DetailRow>(
    {
      query: `SELECT ${storedRecordColumns},
          arrayMap(header -> (header.1, base64Encode(header.2)), headers) AS headerPairs,
          base64Encode(value) AS valueBase64, payload
        FROM audit_events WHERE eventId = {eventId:String}
        ORDER BY timestamp, topic, topicId, partition, offset LIMIT ${maxRecords}`,
      params: { eventId },
      doing: 'reading the records of an event',
    },
    signal,
  );
  return rows.map(toDetail);
}

function toDetail({ headerPairs, valueBase64, payload, ...row }: DetailRow): StoredRecordDetail {
  return {
    ...toStoredRecord(row),
    headers: headerPairs.map(([name, value]) => ({ name, value: Buffer.from(value, 'base64') })),
    value: valueBase64 === null ? null : Buffer.from(valueBase64, 'base64'),
    payload: payload === '' ? null : (JSON.parse(payload) as unknown),
  };
}
