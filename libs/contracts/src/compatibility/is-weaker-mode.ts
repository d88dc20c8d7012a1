import type { CompatibilityMode } from '@spillway/events';
import { isTransitiveMode } from './is-transitive-mode.js';
import { sidesOfMode } from './sides-of-mode.js';

/** Whether a mode lets something through that another would not: a side it does not ask about, or all versions but the last. */
export function isWeakerMode(mode: CompatibilityMode, other: CompatibilityMode): boolean {
  const sides = sidesOfMode(mode);
  const otherSides = sidesOfMode(other);
  const leavesOutVersions = isTransitiveMode(other) && !isTransitiveMode(mode);
  return leavesOutVersions || otherSides.some((side) => !sides.includes(side));
}
