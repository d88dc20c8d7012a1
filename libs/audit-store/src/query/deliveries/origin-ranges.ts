import type { StoredRecord } from '@spillway/streaming';

type Place = Pick<StoredRecord, 'topic' | 'partition' | 'offset'>;

/**
 * A condition that ClickHouse can skip by: of each partition of these records the offsets between which they lie. It is true
 * of more entries than are about them.
 */
export function originRanges(records: readonly Place[]): {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
} {
  const params: Record<string, unknown> = {};
  const byPartition = [...Map.groupBy(records, ({ topic, partition }) => `${topic}/${partition}`).values()];
  const conditions = byPartition.map((same, index) => {
    const { topic, partition } = same[0]!;
    const offsets = same.map(({ offset }) => Number(offset));
    Object.assign(params, {
      [`topic${index}`]: topic,
      [`partition${index}`]: partition,
      [`first${index}`]: Math.min(...offsets),
      [`last${index}`]: Math.max(...offsets),
    });
    return `(originTopic = {topic${index}:String} AND originPartition = {partition${index}:UInt32}
      AND originOffset <= {last${index}:UInt64} AND originLastOffset >= {first${index}:UInt64})`;
  });
  return { sql: `(${conditions.join(' OR ')})`, params };
}
