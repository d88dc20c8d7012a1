import type { LogAdmin } from '../ports/log-admin.js';
import { readTopicIds } from './read-topic-ids.js';
import { recreated } from './recreated.js';

interface FetchedOf {
  readonly topic: string;
  /** Undefined where it does not matter. */
  readonly topicId?: string | undefined;
}

/**
 * Whether what was fetched by a topic's name is of the life of the topic that it is taken for. To be asked after it was
 * fetched: an id never comes back, so who still has it had it then, as far as the broker that answers knows.
 *
 * @throws SpillwayError `SPW-5040` when a topic was recreated, `SPW-1103` while it is deleted, or the log does not answer
 */
export async function assertSameLives(admin: Pick<LogAdmin, 'topicId'>, fetched: readonly FetchedOf[]): Promise<void> {
  const named = fetched.filter(({ topicId }) => topicId !== undefined);
  const topics = [...new Set(named.map(({ topic }) => topic))];
  const lives = await readTopicIds(admin, topics);
  const other = named.find(({ topic, topicId }) => lives.get(topic) !== topicId);
  if (other !== undefined) throw recreated(other.topic);
}
