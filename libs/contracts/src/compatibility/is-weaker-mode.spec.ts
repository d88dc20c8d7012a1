import { expect, it } from '@jest/globals';
import { compatibilityModes, type CompatibilityMode } from '@spillway/events';
import { isWeakerMode } from './is-weaker-mode.js';

it.each<[CompatibilityMode, readonly CompatibilityMode[]]>([
  ['NONE', []],
  ['BACKWARD', ['NONE', 'FORWARD', 'FORWARD_TRANSITIVE']],
  ['BACKWARD_TRANSITIVE', ['NONE', 'BACKWARD', 'FORWARD', 'FORWARD_TRANSITIVE', 'FULL']],
  ['FORWARD', ['NONE', 'BACKWARD', 'BACKWARD_TRANSITIVE']],
  ['FORWARD_TRANSITIVE', ['NONE', 'BACKWARD', 'BACKWARD_TRANSITIVE', 'FORWARD', 'FULL']],
  ['FULL', ['NONE', 'BACKWARD', 'BACKWARD_TRANSITIVE', 'FORWARD', 'FORWARD_TRANSITIVE']],
  ['FULL_TRANSITIVE', compatibilityModes.filter((mode) => mode !== 'FULL_TRANSITIVE')],
])('than %s are the modes that let through what it would not', (mode, weaker) => {
  expect(compatibilityModes.filter((other) => isWeakerMode(other, mode))).toEqual(weaker);
});
