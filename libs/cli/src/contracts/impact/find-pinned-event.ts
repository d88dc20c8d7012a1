import type { PinnedEvent } from '@spillway/streaming';

/** The event that goes by the first of these names; its newest name comes first. */
export function findPinnedEvent(names: readonly string[], events: readonly PinnedEvent[]): PinnedEvent | undefined {
  for (const name of names) {
    const found = events.find(({ type }) => type === name);
    if (found !== undefined) return found;
  }
  return undefined;
}
