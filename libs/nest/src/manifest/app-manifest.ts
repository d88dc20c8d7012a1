import type { Type } from '@nestjs/common';
import { MetadataScanner } from '@nestjs/core';
import type { EventDefinition } from '@spillway/events';
import {
  groupManifest,
  logManifest,
  type AppManifest,
  type GroupDefinition,
  type GroupManifest,
  type LogManifestOptions,
} from '@spillway/streaming';
import { handlerMetadata } from '../handlers/handler-metadata.js';
import type { RegisteredHandler } from '../handlers/registered-handler.js';
import { acceptHandlers, resolveHandlers } from '../wiring/resolve-handlers.js';
import type { SpillwayOptions } from '../options/spillway-options.js';
import { patternMethods } from '../patterns/pattern-explorer.js';

export interface AppManifestOptions extends Pick<SpillwayOptions, 'knownEvents' | 'defaultGroup'>, LogManifestOptions {
  /** Name of the app, as it runs. */
  readonly app: string;
  /** Classes with handlers, by decorator or with plain `@EventPattern` methods. */
  readonly handlers?: readonly Type[];
  /** Groups without handlers, as one that keeps every record. */
  readonly groups?: readonly GroupManifest[];
}

/**
 * What the app is, read from its decorators: nothing is started and no instance made. The app's build writes it to
 * `spillway.manifest.json`.
 *
 * @throws SpillwayError `SPW-5004` as at the start of the app, when handlers do not fit
 */
export function appManifest(options: AppManifestOptions): AppManifest {
  const { app, knownEvents = [], publishes = [], groups = [] } = options;
  const handlers = handlersOf(options);
  const definitions = new Map(handlers.map(({ group }) => [group.name, group]));
  const own = [...definitions.values()].map((group) =>
    groupManifest(
      group,
      handlers.filter((handler) => handler.group === group),
    ),
  );
  const events = pinnedEvents([...knownEvents, ...publishes], handlers, [...definitions.values()]);
  return { app, groups: [...own, ...groups], events, log: logManifest(app, options, [...definitions.values()]) };
}

function handlersOf({ handlers: classes = [], ...options }: AppManifestOptions): readonly RegisteredHandler[] {
  const scanner = new MetadataScanner();
  const decorated = classes.flatMap((metatype) =>
    handlerMetadata(metatype).map((metadata) => {
      const methodName = metadata.kind === 'single' ? 'handle' : 'handleBatch';
      const method = (metatype.prototype as Readonly<Record<string, RegisteredHandler['method']>>)[methodName]!;
      const name = metadata.options.name ?? metatype.name;
      return { ...metadata, ...uninstantiated, name, isPlain: false, methodName, method };
    }),
  );
  const methods = classes.flatMap((metatype) =>
    patternMethods(
      { name: metatype.name, metatype, instance: {}, isDependencyTreeStatic: () => true, host: undefined },
      scanner,
    ),
  );
  return acceptHandlers(resolveHandlers(decorated, methods, options));
}

const uninstantiated = { isSingleton: true, instance: {}, moduleKey: '' } as const;

/** Every event that the app has a schema of. */
function pinnedEvents(
  knownEvents: readonly EventDefinition<never>[],
  handlers: readonly RegisteredHandler[],
  groups: readonly GroupDefinition[],
): AppManifest['events'] {
  const ignored = groups.flatMap(({ topics }) => Object.values(topics).flatMap(({ ignore = [] }) => ignore));
  const all = [...knownEvents, ...handlers.flatMap(({ definitions }) => definitions), ...ignored];
  const byType = new Map(all.map((definition) => [definition.type, definition]));
  const events = [...byType.values()].map(({ type, topic, subject, schema, references, schemaIdLocation }) => {
    const more = {
      ...(references && { references }),
      ...(schemaIdLocation === 'header' && { headerIds: true as const }),
    };
    return { type, topic, subject, schema, ...more };
  });
  return events.toSorted((one, other) => (one.type < other.type ? -1 : 1));
}
