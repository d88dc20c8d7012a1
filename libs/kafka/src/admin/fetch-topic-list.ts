import type { AskAnyBroker } from './ask-any-broker.js';
import { topicListRequest, type ListedTopic } from './topic-list-request.js';

/** What the brokers know of one topic, or of all that this client may see. */
export async function fetchTopicList(ask: AskAnyBroker, topic?: string): Promise<readonly ListedTopic[]> {
  return ask(topicListRequest(topic), topic === undefined ? 'Listing the topics' : `Asking for the id of ${topic}`);
}
