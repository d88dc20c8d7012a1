import type { ReadRunner } from '../read-runner.js';

/** A record whose key is asked for under a name. */
export interface KeyPlace {
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  readonly position: number;
}

interface KeyRow {
  readonly recordTopic: string;
  readonly recordPartition: number;
  readonly position: number;
  readonly keyBase64: string;
}

/** Distinct keys of stored records by name; records without a key, or not stored, add none. */
export async function readKeys(
  run: ReadRunner,
  places: readonly KeyPlace[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly Buffer[]>> {
  if (places.length === 0) return new Map();
  const rows = await run.rows<KeyRow>(
    {
      query: `SELECT topic AS recordTopic, partition AS recordPartition, toFloat64(offset) AS position,
          base64Encode(assumeNotNull(key)) AS keyBase64
        FROM audit_events
        WHERE topic IN {topics:Array(String)} AND (toString(topic), partition, offset) IN (
            SELECT place.1, place.2, place.3 FROM (SELECT arrayJoin(
              arrayZip({topics:Array(String)}, {partitions:Array(UInt32)}, {offsets:Array(UInt64)})) AS place))
          AND key IS NOT NULL`,
      params: {
        topics: places.map(({ topic }) => topic),
        partitions: places.map(({ partition }) => partition),
        offsets: places.map(({ position }) => position),
      },
      doing: 'reading keys of records',
    },
    signal,
  );
  const keyAt = new Map(rows.map((row) => [nameOf(row.recordTopic, row.recordPartition, row.position), row.keyBase64]));
  const keysOf = Map.groupBy(places, ({ name }) => name);
  return new Map([...keysOf].map(([name, group]) => [name, distinctKeys(group, keyAt)]));
}

function distinctKeys(places: readonly KeyPlace[], keyAt: ReadonlyMap<string, string>): readonly Buffer[] {
  const keys = places.map(({ topic, partition, position }) => keyAt.get(nameOf(topic, partition, position)));
  return [...new Set(keys)].filter((key) => key !== undefined).map((key) => Buffer.from(key, 'base64'));
}

function nameOf(topic: string, partition: number, position: number): string {
  return `${topic}/${partition}/${position}`;
}
