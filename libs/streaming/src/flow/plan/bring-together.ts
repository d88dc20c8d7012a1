import { isSpillwayError, SpillwayError } from '@spillway/events';
import type { LogAdmin, TopicSummary } from '../../ports/log-admin.js';
import type { Logger } from '../../ports/logger.js';
import type { TopicPlan } from './topic-plan.js';

/**
 * Partition p of a topic and of the group's own topics beside it is one member's: those of the group get the partitions
 * that their source has more. A dead-letter topic that is missing is left alone; what needs it waits for it.
 *
 * @throws SpillwayError `SPW-1103` a topic is missing · `SPW-1104` a topic has more partitions than its source, or may not
 *   get those it lacks · `SPW-1101` the log does not answer
 */
export async function bringTogether(
  admin: LogAdmin,
  plans: readonly TopicPlan[],
  { topics, logger }: { readonly topics: readonly TopicSummary[]; readonly logger: Logger },
): Promise<void> {
  const listed = new Map(topics.map(({ name, partitions }) => [name, partitions]));
  // One that is not listed, or without partitions, may be on its way to the broker that was asked.
  const countOf = async (topic: string): Promise<number> => listed.get(topic) || (await admin.ranges(topic)).length;
  for (const { topic, tiers, holds, deadLetters } of plans) {
    const partitions = await countOf(topic);
    for (const own of [...tiers.map((tier) => tier.topic), ...(holds === undefined ? [] : [holds])]) {
      await bringTo(admin, { topic: own, count: await countOf(own), source: topic, partitions, logger });
    }
    const count = listed.get(deadLetters) || partitions;
    if (count < partitions) await bringTo(admin, { topic: deadLetters, count, source: topic, partitions, logger });
  }
}

interface Difference {
  readonly topic: string;
  readonly count: number;
  readonly source: string;
  readonly partitions: number;
  readonly logger: Logger;
}

async function bringTo(admin: LogAdmin, { topic, count, source, partitions, logger }: Difference): Promise<void> {
  if (count === partitions) return;
  const detail = `${topic} has ${count} partitions, but its source ${source} has ${partitions}`;
  const context = { topic, partitions: count, wanted: partitions };
  if (count > partitions) throw new SpillwayError('SPW-1104', detail, { context });
  try {
    await admin.addPartitions(topic, partitions);
  } catch (error) {
    if (!isSpillwayError(error, 'SPW-1102')) throw error;
    throw new SpillwayError('SPW-1104', `${detail}, and this client may not add them`, { cause: error, context });
  }
  logger.warn(context, `${topic} had fewer partitions than its source and got those it lacked`);
}
