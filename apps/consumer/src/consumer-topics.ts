import { deadLetterTopic, retailTopics, type TopicDefinition } from '@spillway/events';
import { consumerGroups } from './consumer-groups.js';

/** Above what any source topic takes: a dead letter is its record with more headers, and must fit for the group to go on. */
const maxDeadLetterBytes = 64 * 1024 * 1024;

/** Topics that belong to this app's groups: their dead letters, with the partition count of the source. */
export const consumerTopics: readonly TopicDefinition[] = consumerGroups.flatMap((group) =>
  Object.keys(group.topics).map((topic) => ({
    name: deadLetterTopic(topic, group.name),
    partitions: retailTopics.find(({ name }) => name === topic)?.partitions ?? 1,
    config: { 'max.message.bytes': String(maxDeadLetterBytes) },
  })),
);
