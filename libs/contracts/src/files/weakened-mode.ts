import { usualCompatibilityMode, type CompatibilityMode } from '@spillway/events';
import { isWeakerMode } from '../compatibility/is-weaker-mode.js';
import type { AttributeChange } from './attribute-change.js';
import type { Contract } from './contract.js';
import type { PastContract } from './past.js';

/**
 * Whether a contract asks less than was asked of it: by what it asks, or by no longer asking what it did. What others have
 * set where it never said anything is theirs.
 */
export function weakenedMode({ compatibility }: Contract, before: readonly PastContract[]): readonly AttributeChange[] {
  const said = before.map(({ attributes }) => attributes?.compatibility).findLast((mode) => mode !== undefined);
  const asked = before.find(({ mode }) => mode !== undefined)?.mode ?? said ?? usualCompatibilityMode;
  if (compatibility !== undefined) return weakened(asked, compatibility);
  if (said === undefined) return [];
  // Not from what is asked: a registration is checked in the mode that it sets, which is the lesser one already.
  const left = before.find(({ modeWhenSilent }) => modeWhenSilent !== undefined)?.modeWhenSilent;
  return weakened(said, left ?? usualCompatibilityMode);
}

function weakened(from: CompatibilityMode, to: CompatibilityMode): readonly AttributeChange[] {
  if (!isWeakerMode(to, from)) return [];
  return [{ rule: 'COMPATIBILITY_WEAKENED', attribute: 'spillway.compatibility', from, to }];
}
