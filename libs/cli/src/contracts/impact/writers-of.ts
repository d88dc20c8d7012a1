import type { AppManifest } from '@spillway/streaming';
import { findPinnedEvent } from './find-pinned-event.js';
import { readingsOf, type EventNames } from './event-readings.js';

/**
 * Apps that write the event, as they say themselves. One whose manifest says nothing of what it does on the log counts
 * when it could: it has a schema of the event, and no group that reads it.
 */
export function writersOf(manifests: readonly AppManifest[], event: EventNames): readonly string[] {
  const names = [event.type, ...event.aliases];
  const readers = new Set(readingsOf(manifests, event).map(({ app }) => app));
  const isWriter = ({ app, events, log }: AppManifest): boolean =>
    log === undefined
      ? !readers.has(app) && findPinnedEvent(names, events) !== undefined
      : names.some((name) => log.publishes.includes(name));
  return manifests.filter(isWriter).map(({ app }) => app);
}
