import type { Past, PastVersion } from '@spillway/contracts';
import type { EventNames } from './event-readings.js';

/**
 * The versions whose events a new contract has to go on reading: all there are, or the last one where the subject's mode
 * asks for no more.
 */
export function versionsToRead({ type, aliases }: EventNames, past: Past): readonly PastVersion[] {
  const known = [...aliases, type].flatMap((name) => past.contracts.get(name) ?? []);
  const versions = known.flatMap((each) => each.versions);
  const asksForLast = known.some(({ mode }) => mode === 'BACKWARD' || mode === 'FORWARD' || mode === 'FULL');
  return asksForLast ? versions.slice(-1) : versions;
}
