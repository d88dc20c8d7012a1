import { isSpillwayError } from '@spillway/events';
import type { EventCodec } from '@spillway/streaming';
import type { LoggedRecord } from './logged-record.js';

/** How a record is read now, and how with the proposed contract. */
export interface ReadingCount {
  readonly records: number;
  /** Read now, and not with the proposed contract. */
  readonly lost: number;
  /** Not read now, and read with the proposed contract. */
  readonly gained: number;
  /** Neither. */
  readonly unreadable: number;
  /** Why the first that is lost is. */
  readonly reason: string | null;
}

/** How records are read: by a codec, and as events that it knows where others have no handler. */
export interface Reader {
  readonly codec: EventCodec;
  readonly hasToKnow: boolean;
}

/**
 * Reads every record both ways. One whose schema nobody knows counts as not read.
 *
 * @throws SpillwayError `SPW-3003` the registry does not answer
 */
export async function countLost(
  records: readonly LoggedRecord[],
  { now, proposed }: { readonly now: Reader; readonly proposed: Reader },
): Promise<ReadingCount> {
  const read = await Promise.all(
    records.map(async (record) => ({
      before: await problemOf(now, record),
      after: await problemOf(proposed, record),
    })),
  );
  const lost = read.filter(({ before, after }) => before === null && after !== null);
  const unread = read.filter(({ before }) => before !== null);
  const gained = unread.filter(({ after }) => after === null);
  return {
    records: records.length,
    lost: lost.length,
    gained: gained.length,
    unreadable: unread.length - gained.length,
    reason: lost[0]?.after ?? null,
  };
}

/** Why a record is not read; null when it is. A tombstone is read by everybody. */
export async function problemOf(
  { codec, hasToKnow }: Reader,
  { value, origin }: Pick<LoggedRecord, 'value' | 'origin'>,
): Promise<string | null> {
  if (value === null) return null;
  try {
    const { definition, type } = await codec.decode(value, origin);
    return hasToKnow && definition === undefined ? `No handler for ${type}` : null;
  } catch (error) {
    if (!isSpillwayError(error) || error.code === 'SPW-3003') throw error;
    return `${error.code} ${error.message}`;
  }
}
