import type { LogAdmin, LoggedPartition } from '@spillway/streaming';

/**
 * The partitions of these topics as they are in the log now, with the id of the topic's present life.
 *
 * @throws SpillwayError `SPW-1103` when a topic does not exist
 */
export async function readLoggedPartitions(
  admin: LogAdmin,
  topics: readonly string[],
): Promise<readonly LoggedPartition[]> {
  const perTopic = await Promise.all(
    topics.map(async (topic) => {
      // In this order: ranges of a topic that was recreated meanwhile come with an id that nobody has any more, not the other way.
      const topicId = await admin.topicId(topic);
      const ranges = await admin.ranges(topic);
      return ranges.map((range) => ({ ...range, topicId }));
    }),
  );
  return perTopic.flat();
}
