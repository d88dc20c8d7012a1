import type { JourneyEvent, StoredRecord } from '@spillway/streaming';
import { groupTopicEnd } from '../group-topic-ends.js';

const copyTopic = new RegExp(String.raw`\.${groupTopicEnd}$`);

/**
 * Records of one correlation as events: those with the same source and id are one, its first record in a main topic
 * speaks for it. What carries no id stands alone.
 *
 * @param records oldest first
 */
export function gatherEvents(
  records: readonly StoredRecord[],
): readonly Pick<JourneyEvent, 'record' | 'repeats' | 'copies'>[] {
  return [...Map.groupBy(records, nameOf).values()].map((same) => {
    const copies = same.filter(({ topic }) => copyTopic.test(topic));
    const [first, ...repeats] = same.filter(({ topic }) => !copyTopic.test(topic));
    return first === undefined
      ? { record: copies[0]!, repeats: [], copies: copies.slice(1) }
      : { record: first, repeats, copies };
  });
}

function nameOf({ eventId, source, topic, topicId, partition, offset }: StoredRecord): string {
  return eventId === null ? `${topic}/${topicId}/${partition}/${offset}` : JSON.stringify([source, eventId]);
}
