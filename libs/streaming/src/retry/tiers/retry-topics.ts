import {
  deadLetterTopic,
  holdsTopic,
  redriveTopic,
  retryTopic,
  SpillwayError,
  type TopicDefinition,
} from '@spillway/events';
import { delayName, parseDelayName } from './delay-name.js';
import type { GroupTier } from './group-tier.js';
import { keptInTier } from './kept-in-tier.js';
import { tierDelaysMs, type RetryPolicy } from './retry-policy.js';
import { shortRetention } from './short-retention.js';
import { topicWouldLose } from './topic-would-lose.js';

/** What this needs of a group; a `GroupDefinition` is one. */
export interface RetryingGroup {
  readonly name: string;
  readonly topics: Readonly<
    Record<
      string,
      {
        readonly ordering: 'none' | 'key' | 'partition';
        readonly retry?: RetryPolicy;
        readonly whenDeadLettered?: 'free' | 'hold';
      }
    >
  >;
}

export interface RetryTopicSettings {
  /** How long tiers keep records; must exceed the longest delay and the longest outage together. */
  readonly retentionMs?: number;
  /** How long the group may be away without losing what waits. */
  readonly outageMs?: number;
}

const dayMs = 86_400_000;
/** How long a group may be away without losing what waits, unless something else is said. */
export const defaultOutageMs = 7 * dayMs;
const defaults = { retentionMs: 60 * dayMs, outageMs: defaultOutageMs };

/** Above what any source topic takes: a copy is its record with more headers, and must fit for the group to go on. */
const maxCopyBytes = 64 * 1024 * 1024;

/** The names of the tiers of a topic, nearest first; none where the group retries in place (no policy, or partition order). */
export function tierTopics(group: RetryingGroup, topic: string): readonly { name: string; delayMs: number }[] {
  const { ordering, retry } = group.topics[topic] ?? {};
  if (retry === undefined || ordering === 'partition') return [];
  return tierDelaysMs(retry).map((delayMs) => ({ name: retryTopic(topic, group.name, delayName(delayMs)), delayMs }));
}

/**
 * All tiers of a topic that the group reads, by growing delay: those of its policy, in their place where it retries in
 * place the topic by which dead letters come back, and those that the log has and the policy no longer names, which are
 * read until they are empty.
 *
 * @param existing names of topics. The policy's tiers need not be among them.
 */
export function groupTiers(group: RetryingGroup, topic: string, existing: Iterable<string>): readonly GroupTier[] {
  const retries = tierTopics(group, topic).map((tier) => ({ ...tier, use: 'retries' as const }));
  const named = new Set([...Object.keys(group.topics), ...retries.map(({ name }) => name)]);
  const redrive = redriveTopic(topic, group.name);
  const prefix = retryTopic(topic, group.name, '');
  const found: GroupTier[] = [];
  for (const name of existing) {
    if (named.has(name)) continue;
    if (name === redrive) found.push({ name, delayMs: 0, use: retries.length === 0 ? 'redrives' : 'drained' });
    const delayMs = name.startsWith(prefix) ? parseDelayName(name.slice(prefix.length)) : undefined;
    if (delayMs !== undefined) found.push({ name, delayMs, use: 'drained' });
  }
  return [...retries, ...found].toSorted((one, other) => one.delayMs - other.delayMs);
}

/**
 * The topics a group needs beside one it reads: tiers (append time of the broker, since that is what a wait counts
 * from), or, where it retries in place, the topic by which dead letters come back, holds (compacted) when dead letters hold their key, dead letters (kept until somebody decides).
 *
 * @param partitions of the source topic: all of these have as many
 * @throws SpillwayError `SPW-5023` when the policy is senseless, holding has no order to hold, or a name is none for Kafka
 *   · `SPW-5024` when a tier would lose records before they are due
 */
export function retryTopicDefinitions(
  group: RetryingGroup,
  topic: string,
  partitions: number,
  settings: RetryTopicSettings = {},
): readonly TopicDefinition[] {
  const { retentionMs, outageMs } = { ...defaults, ...settings };
  const { ordering, whenDeadLettered } = group.topics[topic] ?? {};
  const size = { 'max.message.bytes': String(maxCopyBytes) };
  const open = tierTopics(group, topic);
  const tiers = open.length > 0 ? open : [{ name: redriveTopic(topic, group.name), delayMs: 0 }];
  const definitions: TopicDefinition[] = tiers.map(({ name, delayMs }) => {
    const short = shortRetention(retentionMs, delayMs + outageMs);
    if (short !== undefined) throw topicWouldLose(name, keptInTier(delayMs, outageMs), short);
    const times = { 'message.timestamp.type': 'LogAppendTime', 'retention.ms': String(retentionMs) };
    return { name, partitions, config: { 'cleanup.policy': 'delete', ...times, ...size } };
  });
  if (whenDeadLettered === 'hold') {
    if (ordering === 'none') throw invalid(topic, 'holds keys of dead letters, but keeps no order');
    // A zombie may write over an owner's marker: nothing is compacted before the next owner had time to put it right.
    const lag = { 'min.compaction.lag.ms': String(outageMs) };
    const config = { 'cleanup.policy': 'compact', 'segment.ms': String(dayMs), ...lag };
    definitions.push({ name: holdsTopic(topic, group.name), partitions, config });
  }
  definitions.push({
    name: deadLetterTopic(topic, group.name),
    partitions,
    config: { 'retention.ms': '-1', ...size },
  });
  for (const { name } of definitions) checkName(name);
  return definitions;
}

function checkName(name: string): void {
  if (!/^[a-zA-Z0-9._-]{1,249}$/.test(name)) throw invalid(name, 'is no name for a Kafka topic');
}

function invalid(topic: string, problem: string): SpillwayError {
  return new SpillwayError('SPW-5023', `${topic} ${problem}`, { context: { topic } });
}
