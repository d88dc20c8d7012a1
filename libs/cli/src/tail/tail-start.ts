import { SpillwayError } from '@spillway/events';
import { parseRfc3339 } from '@spillway/events';
import type { LogAdmin } from '@spillway/streaming';

/** Where the next record of a partition is read. */
export interface TailPosition {
  readonly partition: number;
  readonly offset: number;
}

export type TailFrom = 'latest' | 'beginning' | { readonly timeMs: number };

/** Reads `--from`: a word, an RFC 3339 time, or a day (UTC). Undefined for anything else. */
export function parseTailFrom(text: string): TailFrom | undefined {
  if (text === 'latest' || text === 'beginning') return text;
  const time = parseRfc3339(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  return time === undefined ? undefined : { timeMs: time.date.getTime() };
}

/** @throws SpillwayError `SPW-1103` no such topic · `SPW-1101` */
export async function tailStart(admin: LogAdmin, topic: string, from: TailFrom): Promise<readonly TailPosition[]> {
  const ranges = await admin.ranges(topic);
  if (ranges.length === 0) throw new SpillwayError('SPW-1103', `The topic ${topic} has no partitions`);
  if (typeof from === 'string')
    return ranges.map(({ partition, beginOffset, endOffset }) => ({
      partition,
      offset: Number(from === 'latest' ? endOffset : beginOffset),
    }));
  const found = await admin.offsetsAt(topic, from.timeMs);
  return found.map(({ partition, offset }) => ({ partition, offset: Number(offset) }));
}
