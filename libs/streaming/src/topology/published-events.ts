import { isDeepStrictEqual } from 'node:util';
import { SpillwayError } from '@spillway/events';
import type { AppManifest, PinnedEvent } from '../manifest/app-manifest.js';

/**
 * The events that the apps publish: theirs are the contracts to register. What an app only reads is registered for who
 * publishes it.
 *
 * @throws SpillwayError `SPW-3021` when two apps publish one type by different contracts: one of them is out of date
 */
export function publishedEvents(manifests: readonly AppManifest[]): readonly PinnedEvent[] {
  const known = new Map<string, { readonly app: string; readonly event: PinnedEvent }>();
  for (const { app, events, log } of manifests) {
    for (const event of events.filter(({ type }) => log?.publishes.includes(type))) {
      const other = known.get(event.type);
      if (other !== undefined && !isDeepStrictEqual(other.event, event)) {
        const detail = `The apps ${other.app} and ${app} publish ${event.type} by different contracts`;
        throw new SpillwayError('SPW-3021', detail, { context: { type: event.type } });
      }
      known.set(event.type, { app, event });
    }
  }
  return [...known.values()].map(({ event }) => event);
}
