import type { RetryState } from '../copies/retry-state.js';

/** Where the event of a copy lies in the group's topic; undefined when that was in another life of the topic, as far as is known. */
export function offsetInLife({ origin }: Pick<RetryState, 'origin'>, topicId: string | undefined): number | undefined {
  const isOtherLife = topicId !== undefined && origin.topicId !== undefined && origin.topicId !== topicId;
  return isOtherLife ? undefined : origin.offset;
}
