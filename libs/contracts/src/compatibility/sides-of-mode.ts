import type { CompatibilityMode } from '@spillway/events';
import type { Newer } from './finding.js';

/** On which sides a mode holds the newer version to something: to read what was written before, to be read by older readers. */
export function sidesOfMode(mode: CompatibilityMode): readonly Newer[] {
  if (mode === 'NONE') return [];
  if (mode.startsWith('FULL')) return ['reader', 'writer'];
  return mode.startsWith('BACKWARD') ? ['reader'] : ['writer'];
}
