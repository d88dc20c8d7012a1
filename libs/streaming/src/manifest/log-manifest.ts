import type { EventDefinition, TopicDefinition } from '@spillway/events';
import type { GroupDefinition } from '../group/group-definition.js';
import { retryTopicDefinitions } from '../retry/tiers/retry-topics.js';

/** A topic that belongs to a group: it has the partitions of its source, however many those are. */
export interface GroupOwnTopic {
  readonly group: string;
  readonly source: string;
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}

/** What an app has and does on the log besides reading by its groups: what topics and access are planned by. */
export interface LogManifest {
  /** Who the app is to Kafka, as `User:consumer`. */
  readonly principal: string;
  /** The topics that the app brings. */
  readonly topics: readonly TopicDefinition[];
  /** Retry topics, holds and dead letters of its groups. */
  readonly groupTopics: readonly GroupOwnTopic[];
  /** Event types that it publishes: their contracts are registered for it. */
  readonly publishes: readonly string[];
  /** Topics that it writes other records to than events. */
  readonly writes: readonly string[];
}

export interface LogManifestOptions {
  /** `User:<app>` when absent. */
  readonly principal?: string;
  readonly topics?: readonly TopicDefinition[];
  /** Also the ledger's, where the app notes deliveries. */
  readonly publishes?: readonly EventDefinition<never>[];
  readonly writes?: readonly string[];
}

/**
 * What a manifest says of an app on the log.
 *
 * @throws SpillwayError `SPW-5023` when a group's policy is senseless
 */
export function logManifest(
  app: string,
  { principal = `User:${app}`, topics = [], publishes = [], writes = [] }: LogManifestOptions,
  groups: readonly GroupDefinition[],
): LogManifest {
  const groupTopics = groups.flatMap((group) =>
    Object.keys(group.topics).flatMap((source) =>
      retryTopicDefinitions(group, source, 1).map(({ name, config = {} }): GroupOwnTopic => {
        return { group: group.name, source, name, config };
      }),
    ),
  );
  const types = publishes.map(({ type }) => type).toSorted();
  return { principal, topics: [...topics], groupTopics, publishes: types, writes: [...writes] };
}
