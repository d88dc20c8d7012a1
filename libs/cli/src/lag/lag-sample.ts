import type { MetricSample } from '../http/parse-metrics.js';

/** How far a group was behind in one partition, at some moment. */
export interface PartitionLag {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly records: number;
  /** Age of the oldest record that is not done. */
  readonly seconds: number;
}

/** What one look at some instances has shown. */
export interface LagSample {
  /** By a clock that nobody sets. */
  readonly atMs: number;
  readonly partitions: readonly PartitionLag[];
  /** States of the instances that run a group, by group. */
  readonly states: ReadonlyMap<string, readonly string[]>;
}

/**
 * What the metrics of instances say together: a partition belongs to one of them at a time, and the others that had it before
 * show nothing for it.
 */
export function lagSample(atMs: number, instances: readonly (readonly MetricSample[])[]): LagSample {
  const partitions = new Map<string, PartitionLag>();
  const states = new Map<string, string[]>();
  for (const { name, labels, value } of instances.flat()) {
    const { group = '', topic = '', partition = '', state = '' } = labels;
    if (name === 'spillway_consumer_state' && value === 1) states.set(group, [...(states.get(group) ?? []), state]);
    const field = fields[name];
    if (field === undefined) continue;
    const key = JSON.stringify([group, topic, partition]);
    const known = partitions.get(key) ?? { group, topic, partition: Number(partition), records: 0, seconds: 0 };
    partitions.set(key, { ...known, [field]: Math.max(known[field], value) });
  }
  return { atMs, partitions: [...partitions.values()], states };
}

const fields: Readonly<Record<string, 'records' | 'seconds'>> = {
  spillway_consumer_lag_records: 'records',
  spillway_consumer_lag_seconds: 'seconds',
};
