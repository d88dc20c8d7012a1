import { deadLetterTopic, holdsTopic } from '@spillway/events';
import type { GroupDefinition } from '../../group/group-definition.js';
import { delayName } from '../../retry/tiers/delay-name.js';
import type { GroupTier } from '../../retry/tiers/group-tier.js';
import { groupTiers } from '../../retry/tiers/retry-topics.js';

export interface Tier extends Pick<GroupTier, 'delayMs' | 'use'> {
  readonly topic: string;
  /** In the ledger and in metrics. */
  readonly label: string;
}

/** How a group treats one of its topics. */
export interface TopicPlan {
  readonly topic: string;
  readonly ordering: 'none' | 'key' | 'partition';
  readonly concurrency: number;
  /** By growing delay; index + 1 is the stream's index. */
  readonly tiers: readonly Tier[];
  /** Waits between tries in place, before the first tier or, without tiers, before the dead letter. */
  readonly inPlaceDelaysMs: readonly number[];
  /** Where markers of held keys are kept; undefined when dead letters leave their key free. */
  readonly holds: string | undefined;
  readonly deadLetters: string;
}

const defaultConcurrency = 64;
/** For groups that say nothing: a hiccup is outlived, a real failure is not waited for. */
const shortDelaysMs = [100, 200, 400];

/**
 * @param existing names of topics that the broker has
 * @throws SpillwayError `SPW-5023` when the retry policy is senseless
 */
export function topicPlan(group: GroupDefinition, topic: string, existing: Iterable<string> = []): TopicPlan {
  const options = group.topics[topic]!;
  const { ordering, concurrency = defaultConcurrency, retry } = options;
  const tiers = groupTiers(group, topic, existing).map(asTier);
  return {
    topic,
    ordering,
    concurrency,
    tiers,
    inPlaceDelaysMs: retriesInPlace({ tiers }) ? (retry?.delaysMs ?? shortDelaysMs) : [],
    holds: options.whenDeadLettered === 'hold' ? holdsTopic(topic, group.name) : undefined,
    deadLetters: deadLetterTopic(topic, group.name),
  };
}

function asTier({ name, delayMs, use }: GroupTier): Tier {
  // A redrive topic has no delay, and no other has its name when it is only read until it is empty.
  return { topic: name, delayMs, use, label: delayMs === 0 ? 'redrive' : delayName(delayMs) };
}

/**
 * The stream a failed delivery goes to next: the nearest tier behind its own that waits long enough, at most the last.
 *
 * @returns undefined when it was the last
 */
export function nextTier({ tiers }: Pick<TopicPlan, 'tiers'>, stream: number, afterMs = 0): number | undefined {
  let last: number | undefined;
  for (let index = stream + 1; index <= tiers.length; index++) {
    const tier = tiers[index - 1]!;
    if (tier.use !== 'retries') continue;
    last = index;
    if (tier.delayMs >= afterMs) return index;
  }
  return last;
}

/**
 * Where a record waits behind its key, which waits in the given tier: there, or, when that tier is only read, in the farthest of those between, from where it is passed on.
 *
 * @returns undefined when there is none
 */
export function holdingTier({ tiers }: Pick<TopicPlan, 'tiers'>, stream: number, tier: number): number | undefined {
  for (let index = tier; index > stream; index--) if (tiers[index - 1]!.use === 'retries') return index;
  return undefined;
}

/** The stream by which dead letters come back; undefined when there is none. */
export function redriveStream({ tiers }: Pick<TopicPlan, 'tiers'>): number | undefined {
  const index = tiers.findIndex(({ use }) => use !== 'drained');
  return index === -1 ? undefined : index + 1;
}

/** Whether failed deliveries are tried again where they lie, with no tier to go to. */
export function retriesInPlace({ tiers }: Pick<TopicPlan, 'tiers'>): boolean {
  return !tiers.some(({ use }) => use === 'retries');
}

/** How long the first, second, … failure is waited for where it lies: of a topic without tiers, or behind the last tier. */
export function waitsInPlaceMs(plan: Pick<TopicPlan, 'tiers' | 'inPlaceDelaysMs'>): readonly number[] {
  if (retriesInPlace(plan)) return plan.inPlaceDelaysMs;
  return plan.tiers.filter(({ use }) => use === 'retries').map(({ delayMs }) => delayMs);
}
