import { deadLetterTopic, redriveTopic, type EventDefinition } from '@spillway/events';
import type { GroupDefinition } from '../group/group-definition.js';
import { tierTopics } from '../retry/tiers/retry-topics.js';
import type { GroupManifest } from './app-manifest.js';

/** What a manifest says of a group with these handlers. */
export function groupManifest(
  group: GroupDefinition,
  handlers: readonly { readonly name: string; readonly definitions: readonly EventDefinition<never>[] }[],
): GroupManifest {
  const topics = Object.entries(group.topics).map(([topic, { ordering, ignore = [] }]) => {
    const tiers = tierTopics(group, topic).map(({ name }) => name);
    return {
      topic,
      ordering,
      ignores: typesOf(ignore),
      retryTopics: tiers.length > 0 ? tiers : [redriveTopic(topic, group.name)],
      deadLetterTopic: deadLetterTopic(topic, group.name),
    };
  });
  return {
    group: group.name,
    topics,
    handlers: handlers.map(({ name, definitions }) => ({ handler: name, handles: typesOf(definitions) })),
    unreadable: 'dead-letter',
  };
}

function typesOf(definitions: readonly EventDefinition<never>[]): readonly string[] {
  return definitions.map(({ type }) => type);
}
