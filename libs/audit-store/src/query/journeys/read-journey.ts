import type { Journey, StoredRecord } from '@spillway/streaming';
import { deliveriesOf, maxDeliveries } from '../deliveries/deliveries-of.js';
import type { ReadRunner } from '../read-runner.js';
import { storedRecordColumns, toStoredRecord, type StoredRecordRow } from '../stored-record-columns.js';
import { assembleJourney } from './assemble-journey.js';

const maxRecords = 1_000;
const order = 'timestamp, topic, topicId, partition, offset';

/**
 * All that belongs to one correlation, found by its id or by the id of one of its events. The event that began it may
 * carry no correlation id: then its own id is that of the others.
 */
export async function readJourney(run: ReadRunner, id: string, signal?: AbortSignal): Promise<Journey | undefined> {
  const correlationIds = await correlationsOf(run, id, signal);
  const ids = [...new Set([id, ...correlationIds])];
  // One question per index: ClickHouse uses neither for an OR over both.
  const followers = await recordsBy(run, 'correlationId IN {ids:Array(String)}', ids, signal);
  const named = await recordsBy(run, 'eventId IN {ids:Array(String)}', ids, signal);
  const records = [...new Map([...followers, ...named].map((record) => [placeOf(record), record])).values()];
  if (records.length === 0) return undefined;
  const read = records.sort(byTime).slice(0, maxRecords);
  const deliveries = await deliveriesOf(run, read, signal);
  return {
    ...assembleJourney(read, deliveries),
    correlationIds: distinctCorrelations(read),
    isCut: records.length > maxRecords || deliveries.length === maxDeliveries,
  };
}

async function correlationsOf(run: ReadRunner, eventId: string, signal?: AbortSignal): Promise<readonly string[]> {
  const rows = await run.rows<{ id: string }>(
    {
      query: `SELECT DISTINCT correlationId AS id FROM audit_events
        WHERE eventId = {eventId:String} AND correlationId != '' LIMIT 100`,
      params: { eventId },
      doing: 'looking for a correlation',
    },
    signal,
  );
  return rows.map(({ id }) => id);
}

async function recordsBy(
  run: ReadRunner,
  condition: string,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<readonly StoredRecord[]> {
  const rows = await run.rows<StoredRecordRow>(
    {
      query: `SELECT ${storedRecordColumns} FROM audit_events WHERE ${condition} ORDER BY ${order} LIMIT ${maxRecords + 1}`,
      params: { ids },
      doing: 'reading the records of a correlation',
    },
    signal,
  );
  return rows.map(toStoredRecord);
}

function placeOf({ topic, topicId, partition, offset }: StoredRecord): string {
  return `${topic}/${topicId}/${partition}/${offset}`;
}

/** Oldest first; at the same moment in an order that is always the same. */
function byTime(a: StoredRecord, b: StoredRecord): number {
  if (a.timestampMs !== b.timestampMs) return a.timestampMs - b.timestampMs;
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition === b.partition ? Number(a.offset - b.offset) : a.partition - b.partition;
}

function distinctCorrelations(records: readonly StoredRecord[]): readonly string[] {
  return [...new Set(records.map(({ correlationId }) => correlationId).filter((id) => id !== null))];
}
