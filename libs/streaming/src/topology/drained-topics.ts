import { redriveTopic, retryTopic } from '@spillway/events';
import type { AppManifest, GroupManifest } from '../manifest/app-manifest.js';
import { parseDelayName } from '../retry/tiers/delay-name.js';

/**
 * Topics of a group that its policy no longer names: it reads them until they are empty.
 *
 * @param existing names of topics
 */
export function drainedTopics(
  { log }: AppManifest,
  { group, topics }: GroupManifest,
  existing: Iterable<string>,
): readonly string[] {
  const planned = new Set(log?.groupTopics.map(({ name }) => name));
  const sources = topics.filter(({ deadLetterTopic }) => deadLetterTopic !== null).map(({ topic }) => topic);
  return [...existing].filter(
    (name) => !planned.has(name) && sources.some((source) => isRetryTopic(name, source, group)),
  );
}

function isRetryTopic(name: string, source: string, group: string): boolean {
  const prefix = retryTopic(source, group, '');
  const isTier = name.startsWith(prefix) && parseDelayName(name.slice(prefix.length)) !== undefined;
  return isTier || name === redriveTopic(source, group);
}
