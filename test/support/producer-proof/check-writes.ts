import type { Writer } from './writer.js';

export interface WriteFindings {
  readonly acked: number;
  readonly rejected: number;
  /** Acknowledged and nowhere in the log. */
  readonly lost: number;
  /** Events that lie in the log more than once: copies beyond the first. */
  readonly duplicated: number;
  /** Events behind one that was written after them, in one partition. */
  readonly reordered: number;
  /** Acknowledged at an offset where another event lies. */
  readonly misplaced: number;
  /** Called not written, and found in the log. */
  readonly falselyRefused: number;
}

/**
 * Compares what a writer was told with what lies in the log.
 *
 * @param log per partition the serial numbers in it, from offset 0 on, without a hole
 */
export function checkWrites(
  { acks, rejections }: Pick<Writer, 'acks' | 'rejections'>,
  log: readonly (readonly number[])[],
): WriteFindings {
  const times = new Map<number, number>();
  for (const serial of log.flat()) times.set(serial, (times.get(serial) ?? 0) + 1);
  const isMisplaced = ({ serial, partition, offset }: (typeof acks)[number]): boolean =>
    offset !== undefined && times.has(serial) && log[partition]?.[offset] !== serial;
  return {
    acked: acks.length,
    rejected: rejections.length,
    lost: acks.filter(({ serial }) => !times.has(serial)).length,
    duplicated: [...times.values()].reduce((copies, count) => copies + count - 1, 0),
    reordered: log.reduce((sum, serials) => sum + inversions(serials), 0),
    misplaced: acks.filter(isMisplaced).length,
    falselyRefused: rejections.filter(({ serial, isNotWritten }) => isNotWritten && times.has(serial)).length,
  };
}

/** First copies that stand behind a higher number. */
function inversions(serials: readonly number[]): number {
  const seen = new Set<number>();
  let highest = -1;
  let found = 0;
  for (const serial of serials) {
    if (seen.has(serial)) continue;
    seen.add(serial);
    if (serial < highest) found++;
    else highest = serial;
  }
  return found;
}
