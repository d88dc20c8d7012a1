import { SpillwayError } from '@spillway/events';
import { firstOf, type ReadPage, type ReadRequest } from '@spillway/streaming';
import type { FetchedMessage } from '../records/fetched-message.js';
import { splitUnreadable } from '../source/split-unreadable.js';
import { toPartitionBatch, type FetchedBatch } from '../source/to-partition-batch.js';

export interface FetchedRange {
  /** Where reading ends for now. */
  readonly highWatermark: string;
  readonly messages: readonly FetchedMessage[];
}

/**
 * The records of a fetched partition from the position asked for: a broker gives whole batches, whose first records may
 * lie before it.
 *
 * @returns undefined when nothing was given, though the log goes on
 * @throws SpillwayError `SPW-1107` when the first batch cannot be read
 */
export function toReadPage(request: ReadRequest, fetched: FetchedRange): ReadPage | undefined {
  const { topic, partition, fromOffset } = request;
  const endOffset = Number(fetched.highWatermark);
  if (fromOffset >= endOffset) return { records: [], nextOffset: endOffset, endOffset };
  const { readable, unreadable } = splitUnreadable({
    topic,
    partition,
    fetchedOffset: fromOffset,
    highWatermark: fetched.highWatermark,
    messages: fetched.messages as unknown as FetchedBatch['messages'],
    lastOffset: () => fetched.messages.at(-1)?.offset ?? String(fromOffset - 1),
  });
  if (readable === undefined) {
    throw new SpillwayError('SPW-1107', `${topic}/${partition} from ${fromOffset}: ${unreadable!.detail}`);
  }
  const { nextOffset } = toPartitionBatch({ ...readable, messages: [] });
  if (nextOffset <= fromOffset) return undefined;
  const messages = readable.messages.filter((message) => {
    const { isControlRecord, offset } = message as unknown as FetchedMessage;
    return !isControlRecord && Number(offset) >= fromOffset;
  });
  const { records } = toPartitionBatch({ ...readable, messages });
  return { ...firstOf({ records, nextOffset }, request), endOffset };
}
