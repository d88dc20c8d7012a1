import type { OutboxClaim } from '@spillway/streaming';
import type { ClaimOutbox } from './sql-outbox.js';

/** Calls back when the embedded database tells something on a channel; answers how to end it. */
export type Listen = (channel: string, onTold: () => void) => Promise<() => Promise<void>>;

/**
 * The right to publish from an embedded database, which serves one process: claims follow each other within it.
 *
 * @param listen the database's own notifications: they come after the commit
 */
export function claimInProcess(listen: Listen, channel: string): ClaimOutbox {
  let last: Promise<void> = Promise.resolve();
  return async (signal) => {
    const free = last;
    const released = Promise.withResolvers<void>();
    last = free.then(() => released.promise);
    const aborted = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => aborted.resolve(), { once: true });
    if (!signal.aborted) await Promise.race([free, aborted.promise]);
    if (signal.aborted) {
      released.resolve();
      return undefined;
    }
    return hold(listen, channel, released.resolve).catch((error: unknown) => {
      released.resolve();
      throw error;
    });
  };
}

async function hold(listen: Listen, channel: string, onReleased: () => void): Promise<OutboxClaim> {
  const listeners = new Set<() => void>();
  const unlisten = await listen(channel, () => {
    for (const tell of listeners) tell();
  });
  return {
    lost: new AbortController().signal,
    onAdded: (listener) => void listeners.add(listener),
    release: async () => {
      listeners.clear();
      await unlisten().catch(() => undefined);
      onReleased();
    },
  };
}
