import { retailTopics, type TopicDefinition } from '@spillway/events';
import { retryTopicDefinitions } from '@spillway/streaming';
import { consumerGroups } from './consumer-groups.js';

/** Topics that belong to this app's groups: what waits for a retry and what was given up, partitioned as the source. */
export const consumerTopics: readonly TopicDefinition[] = consumerGroups.flatMap((group) =>
  Object.keys(group.topics).flatMap((topic) => retryTopicDefinitions(group, topic, partitionsOf(topic))),
);

function partitionsOf(topic: string): number {
  return retailTopics.find(({ name }) => name === topic)?.partitions ?? 1;
}
