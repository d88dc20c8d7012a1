import { instant } from '../instant.js';
import type { ReadRunner } from '../read-runner.js';

/** A record whose key is asked for under a name. */
export interface KeyPlace {
  readonly name: string;
  readonly topic: string;
  /** Empty where it is not known: then the topic's last life is meant that has the record. */
  readonly topicId: string;
  readonly partition: number;
  readonly position: number;
  /** When its delivery failed: most records were published shortly before. */
  readonly failedAtMs: number;
}

interface KeyRow {
  readonly recordTopic: string;
  readonly lifeId: string;
  readonly recordPartition: number;
  readonly position: number;
  /** Null of a record without a key. */
  readonly keyBase64: string | null;
}

type Keys = ReadonlyMap<string, string | null>;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Distinct keys of stored records by name; records without a key, or not stored, add none. They are looked for in the days of
 * their failures, and only those that are not there, as after weeks of retries, in all that is stored.
 */
export async function readKeys(
  run: ReadRunner,
  places: readonly KeyPlace[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly Buffer[]>> {
  const times = places.map(({ failedAtMs }) => failedAtMs);
  const days = { fromMs: Math.min(...times) - dayMs, toMs: Math.max(...times) + dayMs };
  const near = await keysAt(run, places, days, signal);
  const others = places.filter((place) => !near.has(nameOf(place)));
  const keys = new Map([...(await keysAt(run, others, undefined, signal)), ...near]);
  const keysOf = Map.groupBy(places, ({ name }) => name);
  return new Map([...keysOf].map(([name, group]) => [name, distinctKeys(group, keys)]));
}

async function keysAt(
  run: ReadRunner,
  places: readonly KeyPlace[],
  times: { readonly fromMs: number; readonly toMs: number } | undefined,
  signal?: AbortSignal,
): Promise<Keys> {
  if (places.length === 0) return new Map();
  const lives = places.some(({ topicId }) => topicId === '') ? '' : 'AND topicId IN {topicIds:Array(String)}';
  const within = times === undefined ? '' : `AND timestamp >= ${instant('fromMs')} AND timestamp <= ${instant('toMs')}`;
  const rows = await run.rows<KeyRow>(
    {
      query: `SELECT topic AS recordTopic, topicId AS lifeId, partition AS recordPartition, toFloat64(offset) AS position,
          base64Encode(key) AS keyBase64
        FROM audit_events
        WHERE topic IN {topics:Array(String)} ${lives} ${within} AND (toString(topic), partition, offset) IN (
            SELECT place.1, place.2, place.3 FROM (SELECT arrayJoin(
              arrayZip({topics:Array(String)}, {partitions:Array(UInt32)}, {offsets:Array(UInt64)})) AS place))
        ORDER BY timestamp`,
      params: {
        topics: places.map(({ topic }) => topic),
        topicIds: places.map(({ topicId }) => topicId),
        partitions: places.map(({ partition }) => partition),
        offsets: places.map(({ position }) => position),
        ...times,
      },
      doing: 'reading keys of records',
    },
    signal,
  );
  return new Map(
    rows.flatMap(({ recordTopic: topic, lifeId, recordPartition: partition, position, keyBase64 }) =>
      [lifeId, ''].map((topicId) => [nameOf({ topic, topicId, partition, position }), keyBase64] as const),
    ),
  );
}

function distinctKeys(places: readonly KeyPlace[], keys: Keys): readonly Buffer[] {
  const found = new Set(places.map((place) => keys.get(nameOf(place)) ?? undefined));
  return [...found].filter((key) => key !== undefined).map((key) => Buffer.from(key, 'base64'));
}

function nameOf({ topic, topicId, partition, position }: Omit<KeyPlace, 'name' | 'failedAtMs'>): string {
  return `${topic}/${topicId}/${partition}/${position}`;
}
