import { holdsTopic, redriveTopic, retryTopic } from '@spillway/events';
import { parseDelayName } from './delay-name.js';

/**
 * Which of the topics that a group reads belong together: a source with the group's retry tiers, redrive topic and holds of it, told by
 * their names, whatever their delays. A topic of whose source the group reads nothing stands alone.
 *
 * @returns for each source (or topic that stands alone) all topics of its family, itself included
 */
export function topicFamilies(groupId: string, topics: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const read = new Set(topics);
  const families = new Map<string, string[]>();
  for (const topic of read) {
    const source = sourceAmong(read, groupId, topic);
    const family = families.get(source);
    if (family === undefined) families.set(source, [topic]);
    else family.push(topic);
  }
  return families;
}

/** Nobody keeps a group from reading a tier as a source of its own, with tiers: then all of them are one family. */
function sourceAmong(read: ReadonlySet<string>, groupId: string, topic: string): string {
  const named = sourceByName(groupId, topic);
  return named === undefined || !read.has(named) ? topic : sourceAmong(read, groupId, named);
}

function sourceByName(groupId: string, topic: string): string | undefined {
  for (const own of [holdsTopic('', groupId), redriveTopic('', groupId)])
    if (topic.endsWith(own)) return topic.slice(0, -own.length);
  const retry = retryTopic('', groupId, '');
  const at = topic.lastIndexOf(retry);
  if (at === -1 || parseDelayName(topic.slice(at + retry.length)) === undefined) return undefined;
  return topic.slice(0, at);
}
