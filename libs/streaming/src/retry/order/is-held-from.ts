import type { EventPlace } from './event-place.js';

/**
 * Whether an event lies where its key is held, or behind. Offsets of two lives of a topic say nothing of each other: what
 * lies in the present one came later. Which of two earlier ones was first nobody knows: the event waits rather than
 * overtakes.
 *
 * @param from where the hold begins
 * @param topicId the present life of the topic
 */
export function isHeldFrom(from: EventPlace, event: EventPlace, topicId: string | undefined): boolean {
  const isSameLife = from.topicId === undefined || event.topicId === undefined || from.topicId === event.topicId;
  return isSameLife ? event.offset >= from.offset : from.topicId !== topicId;
}
