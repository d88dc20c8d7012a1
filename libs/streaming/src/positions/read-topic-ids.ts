import type { LogAdmin } from '../ports/log-admin.js';

/**
 * The id that each of these topics has in the log now, by its name.
 *
 * @throws SpillwayError `SPW-1103` when one of them does not exist, or the log does not answer
 */
export async function readTopicIds(
  admin: Pick<LogAdmin, 'topicId'>,
  topics: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return new Map(await Promise.all(topics.map(async (topic) => [topic, await admin.topicId(topic)] as const)));
}
