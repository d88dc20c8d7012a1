import type { LagSample, PartitionLag } from './lag-sample.js';

export type LagTrend = 'falling' | 'growing' | 'steady';

/** How far a group is behind on a topic, or in a partition of it, and where that leads. */
export interface LagRow {
  readonly group: string;
  readonly topic: string;
  /** Null for all of them together. */
  readonly partition: number | null;
  readonly records: number;
  readonly seconds: number;
  /** Null when it was looked at once only. */
  readonly trend: LagTrend | null;
  /** Records by which it grows; below zero when it falls. */
  readonly changePerSecond: number | null;
  /** Until nothing is left, if it goes on like that; 0 when nothing is, null when it does not fall. */
  readonly drainSeconds: number | null;
  readonly state: string;
}

export interface LagQuestion {
  readonly group?: string | undefined;
  /** A row for each partition. */
  readonly byPartition: boolean;
}

/**
 * Two looks as rows, the worst time lag first.
 *
 * @param before undefined when there was one look only
 */
export function judgeLag(
  before: LagSample | undefined,
  now: LagSample,
  { group, byPartition }: LagQuestion,
): readonly LagRow[] {
  const wanted = (sample: LagSample): ReadonlyMap<string, readonly PartitionLag[]> =>
    Map.groupBy(
      sample.partitions.filter((each) => group === undefined || each.group === group),
      (each) => JSON.stringify([each.group, each.topic, byPartition ? each.partition : null]),
    );
  const earlier = before === undefined ? undefined : wanted(before);
  const passedSeconds = before === undefined ? 0 : (now.atMs - before.atMs) / 1_000;
  const rows = [...wanted(now)].map(([key, partitions]): LagRow => {
    const [first] = partitions;
    const records = recordsOf(partitions);
    const past = earlier?.get(key);
    const change = past === undefined || passedSeconds <= 0 ? null : (records - recordsOf(past)) / passedSeconds;
    return {
      group: first!.group,
      topic: first!.topic,
      partition: byPartition ? first!.partition : null,
      records,
      seconds: Math.max(...partitions.map(({ seconds }) => seconds)),
      trend: change === null ? null : trendOf(change),
      changePerSecond: change,
      drainSeconds: records === 0 ? 0 : change === null || change >= 0 ? null : records / -change,
      state: [...new Set(now.states.get(first!.group) ?? ['unknown'])].toSorted().join(', '),
    };
  });
  return rows.toSorted(worstFirst);
}

function recordsOf(partitions: readonly PartitionLag[]): number {
  return partitions.reduce((sum, { records }) => sum + records, 0);
}

function trendOf(change: number): LagTrend {
  if (change === 0) return 'steady';
  return change < 0 ? 'falling' : 'growing';
}

function worstFirst(one: LagRow, other: LagRow): number {
  return (
    other.seconds - one.seconds ||
    other.records - one.records ||
    one.group.localeCompare(other.group, 'en') ||
    one.topic.localeCompare(other.topic, 'en') ||
    (one.partition ?? 0) - (other.partition ?? 0)
  );
}
