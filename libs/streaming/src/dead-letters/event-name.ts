import type { RecordOrigin } from '../retry/copies/retry-state.js';
import { originName } from '../retry/order/origin-name.js';

/** Names the event of a letter among those of its topic and partition, in whichever life of the topic it lay. */
export function eventName({ topicId, offset, timestampMs }: RecordOrigin): string {
  return `${topicId} ${originName(offset, timestampMs)}`;
}
