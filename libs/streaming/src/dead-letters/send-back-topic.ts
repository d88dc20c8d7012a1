import { redriveTopic, SpillwayError } from '@spillway/events';
import type { LogAdmin } from '../ports/log-admin.js';
import { tierTopics, type RetryingGroup } from '../retry/tiers/retry-topics.js';

/**
 * The topic by which dead letters come back to their group alone: its first tier, or, where it retries in place, its
 * redrive topic.
 *
 * @param source the topic the group reads
 * @throws SpillwayError `SPW-5204` no member of the group has read the redrive topic yet, so what is sent would lie there
 */
export async function sendBackTopic(
  group: RetryingGroup,
  source: string,
  admin: Pick<LogAdmin, 'topics' | 'committed'>,
): Promise<string> {
  const [tier] = tierTopics(group, source);
  if (tier !== undefined) return tier.name;
  const topic = redriveTopic(source, group.name);
  if (!(await admin.topics()).some(({ name }) => name === topic))
    throw new SpillwayError('SPW-5204', `${topic} is missing`);
  // Who takes a partition over commits its position in all topics beside it, before it handles anything.
  if ((await admin.committed(group.name, [topic])).length === 0)
    throw new SpillwayError('SPW-5204', `${topic} was not there when the members of ${group.name} joined`);
  return topic;
}
