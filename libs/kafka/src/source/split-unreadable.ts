import { UnreadableMessage, type UnreadableBatch } from '../records/unreadable-message.js';
import type { FetchedBatch } from './to-partition-batch.js';

export interface SplitBatch {
  /** What can be handed over, or undefined when nothing can. */
  readonly readable: FetchedBatch | undefined;
  /** What cannot be read behind it. */
  readonly unreadable: UnreadableBatch | undefined;
}

/** Takes the batch that cannot be read, if there is one, off the end of what was fetched. */
export function splitUnreadable(fetched: FetchedBatch): SplitBatch {
  const last: unknown = fetched.messages.at(-1);
  if (!(last instanceof UnreadableMessage)) return { readable: fetched, unreadable: undefined };
  const { batch: unreadable } = last;
  const isFirst = unreadable.firstOffset <= Number(fetched.fetchedOffset);
  const { topic, partition, fetchedOffset, highWatermark } = fetched;
  const messages = fetched.messages.slice(0, -1);
  const lastOffset = (): string => String(unreadable.firstOffset - 1);
  const readable = { topic, partition, fetchedOffset, highWatermark, messages, lastOffset };
  return { readable: isFirst ? undefined : readable, unreadable };
}
