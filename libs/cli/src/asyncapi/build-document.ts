import { avroContentType } from '@spillway/events';
import type { AppManifest, PinnedEvent } from '@spillway/streaming';
import { asyncApiChannel } from './async-api-channel.js';
import type { AsyncApiDocument } from './async-api-document.js';
import { asyncApiMessage } from './async-api-message.js';
import { asyncApiOperations } from './async-api-operations.js';
import { asyncApiServer, type NamedServer, type ServerRegistry } from './async-api-server.js';

export interface DocumentInfo {
  readonly title: string;
  readonly version: string;
}

/** Where the apps run, which no manifest says. */
export interface DocumentPlace {
  readonly servers: readonly NamedServer[];
  readonly registry?: ServerRegistry;
}

/**
 * The apps as AsyncAPI 3.1: their event topics, what each sends and each of its groups receives, with Kafka bindings 0.5.0
 * and the contracts as Avro. Everything is in the order of its name: the same manifests give the same document.
 */
export function buildDocument(
  manifests: readonly AppManifest[],
  info: DocumentInfo,
  { servers, registry }: DocumentPlace,
): AsyncApiDocument {
  const events = usedEvents(manifests);
  const topics = manifests.flatMap(({ log }) => log?.topics ?? []);
  const typesOf = new Map(
    [...Map.groupBy(events, ({ topic }) => topic)].map(([topic, own]) => [topic, own.map(({ type }) => type)]),
  );
  const channels = [...typesOf].map(([topic, types]) => {
    return [
      topic,
      asyncApiChannel(
        topic,
        types,
        topics.find(({ name }) => name === topic),
      ),
    ] as const;
  });
  const messages = events.map((event) => [event.type, asyncApiMessage(event, registry !== undefined)] as const);
  return {
    asyncapi: '3.1.0',
    info,
    defaultContentType: avroContentType,
    ...(servers.length > 0 && {
      servers: inOrder(servers.map((server) => [server.name, asyncApiServer(server, registry)] as const)),
    }),
    channels: inOrder(channels),
    operations: inOrder(manifests.flatMap((manifest) => asyncApiOperations(manifest, typesOf))),
    components: { messages: inOrder(messages) },
  };
}

/** What is published or handled, by name; whoever publishes an event says by which contract. */
function usedEvents(manifests: readonly AppManifest[]): readonly PinnedEvent[] {
  const handled = manifests.flatMap(({ groups, events }) => {
    const types = new Set(groups.flatMap(({ handlers }) => handlers.flatMap(({ handles }) => handles)));
    return events.filter(({ type }) => types.has(type));
  });
  const published = manifests.flatMap(({ events, log }) => events.filter(({ type }) => log?.publishes.includes(type)));
  const byType = new Map([...handled, ...published].map((event) => [event.type, event]));
  return [...byType.values()].toSorted((one, other) => (one.type < other.type ? -1 : 1));
}

function inOrder<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
