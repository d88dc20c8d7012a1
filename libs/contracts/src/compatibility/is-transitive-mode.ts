import type { CompatibilityMode } from '@spillway/events';

/** Whether a mode is about all versions before, not only the last. */
export function isTransitiveMode(mode: CompatibilityMode): boolean {
  return mode.endsWith('_TRANSITIVE');
}
