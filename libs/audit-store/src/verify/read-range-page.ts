import { instant } from '../query/instant.js';
import type { PagePosition } from '../query/page-cursor.js';
import type { ReadRunner } from '../query/read-runner.js';
import type { WrittenRange } from './written-range.js';

export interface WrittenRangeQuery {
  readonly topic?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Rows of the manifest; one that was written several times alike is several. */
  readonly limit: number;
}

export interface RangePage {
  /** By partition and first offset. All with the same beginning come together, so there may be more than were asked for. */
  readonly ranges: readonly WrittenRange[];
  /** Nothing lies behind them. */
  readonly isLast: boolean;
}

/**
 * Ranges of the manifest from behind `after`, in the order in which they lie there: a page costs what is on it, and those that
 * were written several times alike are united here.
 */
export async function readRangePage(
  run: ReadRunner,
  { topic, fromMs, toMs, limit }: WrittenRangeQuery,
  after: PagePosition | undefined,
  signal?: AbortSignal,
): Promise<RangePage> {
  const conditions = [
    topic === undefined ? [] : ['topic = {topic:String}'],
    fromMs === undefined ? [] : [`recordedAt >= ${instant('fromMs')}`],
    toMs === undefined ? [] : [`recordedAt < ${instant('toMs')}`],
    after === undefined ? [] : [behind],
  ].flat();
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const place = after && {
    afterTopic: after.topic,
    afterTopicId: after.topicId,
    afterPartition: after.partition,
    afterFirst: after.offset,
  };
  const rows = await run.rows<WrittenRange>(
    {
      query: `SELECT topic, topicId, partition, first, last, count AS records, lower(hex(sha256)) AS sha256Hex,
          toUnixTimestamp64Milli(recordedAt) AS storedAtMs
        FROM audit_blocks ${where} ORDER BY topic, topicId, partition, first LIMIT {limit:UInt32} WITH TIES`,
      params: { topic, fromMs, toMs, limit, ...place },
      doing: 'reading the manifest',
    },
    signal,
  );
  return { ranges: uniteAlike(rows), isLast: rows.length < limit };
}

/** As the sorting key of the manifest compares, so that what lies before is not read. */
const behind = `(topic > {afterTopic:String} OR (topic = {afterTopic:String}
  AND (topicId > {afterTopicId:String} OR (topicId = {afterTopicId:String}
  AND (partition > {afterPartition:UInt32} OR (partition = {afterPartition:UInt32} AND first > {afterFirst:UInt64}))))))`;

/** In the order of the first of each; stored when the last was. */
function uniteAlike(rows: readonly WrittenRange[]): readonly WrittenRange[] {
  const united = new Map<string, WrittenRange>();
  for (const row of rows) {
    const { topic, topicId, partition, first, last, records, sha256Hex, storedAtMs } = row;
    const name = `${topic}/${topicId}/${partition}/${first}-${last}/${records}/${sha256Hex}`;
    const before = united.get(name);
    if (before === undefined || before.storedAtMs < storedAtMs) united.set(name, row);
  }
  return [...united.values()];
}
