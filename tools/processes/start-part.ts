import type { Child } from './child.ts';
import type { Part } from './part.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export interface StartPartOptions {
  readonly signal?: AbortSignal;
  /** Told the process as soon as it exists, before it is ready. */
  readonly onSpawned?: (child: Child) => void;
}

/**
 * Starts a process and waits until it is ready; leaves none behind when that fails.
 *
 * @throws SpillwayError `SPW-1007` when it does not become ready
 */
export async function startPart(part: Part, { signal, onSpawned }: StartPartOptions = {}): Promise<Child> {
  signal?.throwIfAborted();
  const child = await part.spawn();
  onSpawned?.(child);
  try {
    await waitUntilReady(child, () => part.isReady(child), { timeoutMs: part.startTimeoutMs, signal });
    return child;
  } catch (error) {
    await child.stop();
    throw error;
  }
}
