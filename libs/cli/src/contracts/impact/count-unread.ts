import { isSpillwayError } from '@spillway/events';
import type { EventCodec } from '@spillway/streaming';
import { problemOf, type Reader } from './count-lost.js';
import type { ImpactCodecs } from './impact-codecs.js';
import type { LoggedRecord } from './logged-record.js';

export interface UnreadCount {
  readonly records: number;
  readonly unread: number;
  readonly reason: string | null;
}

/**
 * Real events, written anew with the proposed contract.
 *
 * @param sample those that the proposed contract does not read, or does not write, are left out
 */
export async function writeAnew(
  sample: readonly LoggedRecord[],
  codecs: Pick<ImpactCodecs, 'write'>,
  proposed: EventCodec,
): Promise<readonly LoggedRecord[]> {
  const written: LoggedRecord[] = [];
  for (const { value, origin, type } of sample) {
    if (value === null) continue;
    try {
      const { payload } = await proposed.decode(value, origin);
      written.push({ type, value: await codecs.write(payload), origin: { topic: origin.topic, headers: {} } });
    } catch (error) {
      if (!isSpillwayError(error) || error.code === 'SPW-3003') throw error;
    }
  }
  return written;
}

/** How many of them an app does not read as it runs now. */
export async function countUnread(records: readonly LoggedRecord[], reader: Reader): Promise<UnreadCount> {
  const problems = await Promise.all(records.map((record) => problemOf(reader, record)));
  const unread = problems.filter((problem) => problem !== null);
  return { records: records.length, unread: unread.length, reason: unread[0] ?? null };
}
