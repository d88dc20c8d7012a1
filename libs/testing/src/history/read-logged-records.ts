import { readEventHeaders, spillwayHeaders } from '@spillway/events';
import { isClockProbe, type EventCodec, type LogRecord, type MemoryLog, type ValueOrigin } from '@spillway/streaming';
import type { CheckedTopic, LoggedRecord, RecordPlace } from '../checker/delivery-history.js';

export interface LogReading {
  readonly log: MemoryLog;
  readonly appendedAt: (place: RecordPlace) => number;
  readonly originOf: (record: LogRecord) => RecordPlace | undefined;
  /** Whether the record it copies has gone with its topic. */
  readonly isGone: (topic: string) => boolean;
  /** Whether the group does not handle what the value holds, and says so. */
  readonly isIgnored: (topic: string, value: Buffer, record: ValueOrigin) => Promise<boolean>;
}

/**
 * Reads all that lies in a group's topics, its tiers and dead letters, from the first offset on; not the copies of what the
 * log no longer has.
 */
export async function readLoggedRecords(
  topics: readonly CheckedTopic[],
  reading: LogReading,
): Promise<readonly LoggedRecord[]> {
  const mains = topics.map(({ topic }) => topic);
  const own = topics.flatMap(({ tiers, deadLetters }) => [...tiers.map(({ topic }) => topic), deadLetters]);
  const ofMains = mains.flatMap((topic) => recordsOf(reading.log, topic));
  const originals = await Promise.all(
    ofMains.map(async (record) => {
      const isIgnored = record.value !== null && (await reading.isIgnored(record.topic, record.value, record));
      return toLogged(record, reading, { origin: undefined, isIgnored });
    }),
  );
  const copies = own.flatMap((topic) =>
    recordsOf(reading.log, topic)
      .filter((record) => !isClockProbe(record))
      .map((record) => toLogged(record, reading, { origin: reading.originOf(record), isIgnored: false }))
      .filter(({ origin }) => origin === undefined || !isLost(origin, reading)),
  );
  return [...originals, ...copies];
}

function isLost({ topic, partition, offset }: RecordPlace, { log, isGone }: LogReading): boolean {
  if (isGone(topic)) return true;
  return log.hasTopic(topic) && offset < (log.topic(topic).partitions[partition]?.beginOffset ?? 0);
}

/** Everything in a topic of the memory log; nothing when there is no such topic. */
export function recordsOf(log: MemoryLog, topic: string): readonly LogRecord[] {
  if (!log.hasTopic(topic)) return [];
  return log.topic(topic).partitions.flatMap(({ partition, beginOffset }) => {
    const records: LogRecord[] = [];
    for (let at = beginOffset; ;) {
      const batch = log.read(topic, partition, at);
      if (batch === undefined) return records;
      records.push(...batch.records);
      at = batch.nextOffset;
    }
  });
}

/** What a codec says of ignored types, for `LogReading`; what does not decode is not ignored. */
export function ignoring(
  codec: Pick<EventCodec, 'decode'>,
  ignoredTypes: (topic: string) => readonly string[],
): LogReading['isIgnored'] {
  return async (topic, value, record) => {
    try {
      const { type } = await codec.decode(value, record);
      return ignoredTypes(topic).includes(type);
    } catch {
      return false;
    }
  };
}

export function headerText({ headers }: LogRecord, name: string): string | undefined {
  const value = headers[name];
  return value === undefined ? undefined : String(Array.isArray(value) ? value.at(-1) : value);
}

export function originOf(record: LogRecord): RecordPlace | undefined {
  const topic = headerText(record, spillwayHeaders.originTopic);
  const partition = headerText(record, spillwayHeaders.originPartition);
  const offset = headerText(record, spillwayHeaders.originOffset);
  if (topic === undefined || partition === undefined || offset === undefined) return undefined;
  return { topic, partition: Number(partition), offset: Number(offset) };
}

function toLogged(
  record: LogRecord,
  { appendedAt }: LogReading,
  more: Pick<LoggedRecord, 'origin' | 'isIgnored'>,
): LoggedRecord {
  const { topic, partition, offset, key, value, timestampMs } = record;
  const { source, id } = readEventHeaders(record.headers).attributes;
  const identity = source === undefined || id === undefined ? undefined : `${source} ${id}`;
  const place = { topic, partition, offset, key, value, timestampMs, identity, appendedAt: appendedAt(record) };
  return { ...place, ...more, isSentBack: isSentBack(record) };
}

/** A copy that was held or failed on its way says so as well. */
function isSentBack(record: LogRecord): boolean {
  const text = (name: string): string | undefined => headerText(record, name);
  const { redriveJob, attempt, held } = spillwayHeaders;
  return text(redriveJob) !== undefined && text(attempt) === '0' && text(held) !== 'true';
}
