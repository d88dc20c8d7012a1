import type { AskAnyBroker } from './ask-any-broker.js';
import { topicListRequest, type ListedTopic } from './topic-list-request.js';

/** What the brokers know of these topics, or of all that this client may see. */
export async function fetchTopicList(ask: AskAnyBroker, topics?: readonly string[]): Promise<readonly ListedTopic[]> {
  const tried = topics === undefined ? 'Listing the topics' : `Asking for the id of ${topics.join(', ')}`;
  return ask(topicListRequest(topics), tried);
}
