import type { LogAdmin, LogReader, PartitionRange } from '@spillway/streaming';
import type { LagSample, PartitionLag } from './lag-sample.js';

/** A group, and every topic that it reads: those of its retries among them. */
export interface GroupReads {
  readonly group: string;
  readonly topics: readonly string[];
}

export interface LagSource {
  readonly admin: Pick<LogAdmin, 'topics' | 'ranges' | 'committed' | 'members'>;
  readonly reader: Pick<LogReader, 'read'>;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

/**
 * How far groups are behind by what they have committed: for groups of which no instance answers. What a group did beyond
 * its committed position counts as not done; where it has committed none, all there is counts.
 *
 * @throws SpillwayError `SPW-1101` · `SPW-1102`
 */
export async function lagOnBroker(
  groups: readonly GroupReads[],
  source: LagSource,
): Promise<Pick<LagSample, 'partitions' | 'states'>> {
  const existing = new Set((await source.admin.topics()).map(({ name }) => name));
  const partitions: PartitionLag[] = [];
  const states = new Map<string, readonly string[]>();
  for (const { group, topics } of groups) {
    const there = topics.filter((topic) => existing.has(topic));
    partitions.push(...(await lagOfGroup(group, there, source)));
    states.set(group, [(await source.admin.members(group)) === 0 ? 'empty' : 'not asked']);
  }
  return { partitions, states };
}

async function lagOfGroup(
  group: string,
  topics: readonly string[],
  source: LagSource,
): Promise<readonly PartitionLag[]> {
  const { admin } = source;
  const [committed, ranges] = await Promise.all([
    topics.length === 0 ? [] : admin.committed(group, topics),
    Promise.all(topics.map((topic) => admin.ranges(topic))),
  ]);
  const positions = new Map(committed.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset]));
  const found: PartitionLag[] = [];
  // One after the other: a reader has one connection to each broker.
  for (const range of ranges.flat()) {
    const { topic, partition, beginOffset, endOffset } = range;
    const position = positions.get(`${topic}/${partition}`) ?? beginOffset;
    const from = position < beginOffset ? beginOffset : position;
    const records = endOffset > from ? Number(endOffset - from) : 0;
    const seconds = records === 0 ? 0 : await ageSeconds(range, Number(from), source);
    found.push({ group, topic, partition, records, seconds });
  }
  return found;
}

/** Of the oldest record that is not done; 0 where only traces of transactions are left. */
async function ageSeconds(
  { topic, partition }: PartitionRange,
  fromOffset: number,
  { reader, nowMs }: LagSource,
): Promise<number> {
  const { records } = await reader.read({ topic, partition, fromOffset, maxRecords: 1, maxBytes: 1 });
  const [oldest] = records;
  return oldest === undefined ? 0 : Math.max(0, nowMs() - oldest.timestampMs) / 1_000;
}
