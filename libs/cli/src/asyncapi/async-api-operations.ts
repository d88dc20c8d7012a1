import type { AppManifest, GroupManifest } from '@spillway/streaming';
import { bindingVersion, type AsyncApiOperation, type Reference } from './async-api-document.js';

export type NamedOperation = readonly [name: string, operation: AsyncApiOperation];

/**
 * What an app does: it sends what it publishes, by topic, and each of its groups receives what it handles.
 *
 * @param typesOf the events of each topic, for groups that take whatever a topic carries
 */
export function asyncApiOperations(
  manifest: AppManifest,
  typesOf: ReadonlyMap<string, readonly string[]>,
): readonly NamedOperation[] {
  return [...sending(manifest), ...manifest.groups.flatMap((group) => receiving(manifest, group, typesOf))];
}

function sending({ app, events, log }: AppManifest): readonly NamedOperation[] {
  const published = events.filter(({ type }) => log?.publishes.includes(type));
  return [...Map.groupBy(published, ({ topic }) => topic)].map(([topic, sent]) => [
    `${app}.send.${topic}`,
    {
      action: 'send',
      title: `${app} publishes to ${topic}`,
      channel: channelOf(topic),
      messages: messagesOf(
        topic,
        sent.map(({ type }) => type),
      ),
      tags: [{ name: app }],
    },
  ]);
}

function receiving(
  { app, events }: AppManifest,
  { group, topics, handlers }: GroupManifest,
  typesOf: ReadonlyMap<string, readonly string[]>,
): readonly NamedOperation[] {
  const handled = new Set(handlers.flatMap(({ handles }) => handles));
  return topics.flatMap(({ topic, deadLetterTopic }): readonly NamedOperation[] => {
    const known = events.filter((event) => event.topic === topic && handled.has(event.type)).map(({ type }) => type);
    const types = deadLetterTopic === null ? (typesOf.get(topic) ?? []) : known;
    if (types.length === 0) return [];
    const operation: AsyncApiOperation = {
      action: 'receive',
      title: `${group} of ${app} reads ${topic}`,
      channel: channelOf(topic),
      messages: messagesOf(topic, types),
      tags: [{ name: app }],
      bindings: { kafka: { groupId: { type: 'string', enum: [group] }, bindingVersion } },
    };
    return [[`${app}.${group}.receive.${topic}`, operation]];
  });
}

function channelOf(topic: string): Reference {
  return { $ref: `#/channels/${topic}` };
}

/** By way of the channel, as AsyncAPI 3 asks it. */
function messagesOf(topic: string, types: readonly string[]): readonly Reference[] {
  return types.toSorted().map((type) => ({ $ref: `#/channels/${topic}/messages/${type}` }));
}
