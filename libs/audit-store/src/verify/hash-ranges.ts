import { eventColumns } from '../encode/event-columns.js';
import type { ReadRunner } from '../query/read-runner.js';
import { isTooLarge, isTooMuch } from './is-too-much.js';
import type { FoundRange, WrittenRange } from './written-range.js';

/** What the writer hashes: a row as RowBinary, but for the time when it was stored. */
const hashedColumns = eventColumns.filter((name) => name !== 'recordedAt').join(', ');

interface FoundRow extends FoundRange {
  readonly place: number;
}

/**
 * Hashes the rows of some ranges of one partition inside of ClickHouse, as readers see them. They lie in memory there, as
 * they did when their inserts were made; ranges that are too much together are hashed apart, and the rows of one that is too
 * large alone are counted.
 *
 * @returns what was found, in the order of the ranges; undefined for one without rows
 */
export async function hashRanges(
  run: ReadRunner,
  ranges: readonly WrittenRange[],
  signal?: AbortSignal,
): Promise<(FoundRange | undefined)[]> {
  try {
    return await hashTogether(run, ranges, signal);
  } catch (error) {
    if (ranges.length === 1 && isTooLarge(error, signal)) return [await countRows(run, ranges[0]!, signal)];
    if (ranges.length === 1 || !isTooMuch(error, signal)) throw error;
    const half = Math.ceil(ranges.length / 2);
    const found = await hashRanges(run, ranges.slice(0, half), signal);
    return [...found, ...(await hashRanges(run, ranges.slice(half), signal))];
  }
}

async function hashTogether(run: ReadRunner, ranges: readonly WrittenRange[], signal?: AbortSignal) {
  const { topic, topicId, partition } = ranges[0]!;
  const [firsts, lasts] = [ranges.map(({ first }) => first), ranges.map(({ last }) => last)];
  const rows = await run.rows<FoundRow>(
    {
      query: `SELECT written.1 AS place, count() AS records, uniqExact(offset) AS positions,
          lower(hex(SHA256(arrayStringConcat(arrayMap(row -> row.2, arraySort(groupArray((offset, bytes)))))))) AS sha256Hex
        FROM (SELECT offset, formatRow('RowBinary', ${hashedColumns}) AS bytes FROM audit_events
          WHERE topic = {topic:String} AND topicId = {topicId:String} AND partition = {partition:UInt32}
            AND offset BETWEEN {from:UInt64} AND {to:UInt64})
        ARRAY JOIN arrayFilter(range -> offset BETWEEN range.2 AND range.3,
          arrayZip({places:Array(UInt32)}, {firsts:Array(UInt64)}, {lasts:Array(UInt64)})) AS written
        GROUP BY place`,
      params: {
        topic,
        topicId,
        partition,
        from: Math.min(...firsts),
        to: Math.max(...lasts),
        places: ranges.map((_, place) => place),
        firsts,
        lasts,
      },
      doing: 'hashing stored rows',
    },
    signal,
  );
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  return ranges.map((_, place) => byPlace.get(place));
}

async function countRows(run: ReadRunner, range: WrittenRange, signal?: AbortSignal): Promise<FoundRange> {
  const { topic, topicId, partition, first, last } = range;
  const [counted] = await run.rows<Omit<FoundRange, 'sha256Hex'>>(
    {
      query: `SELECT count() AS records, uniqExact(offset) AS positions FROM audit_events
        WHERE topic = {topic:String} AND topicId = {topicId:String} AND partition = {partition:UInt32}
          AND offset BETWEEN {first:UInt64} AND {last:UInt64}`,
      params: { topic, topicId, partition, first, last },
      doing: 'counting rows that are too many to be hashed',
    },
    signal,
  );
  return { ...counted!, sha256Hex: null };
}
