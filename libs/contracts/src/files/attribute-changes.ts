import { usualCompatibilityMode } from '@spillway/events';
import { isWeakerMode } from '../compatibility/is-weaker-mode.js';
import type { Contract } from './contract.js';
import type { ContractRuleName } from './contract-rules.js';
import type { PastContract } from './past.js';

/** An attribute that no longer says what it said. */
export interface AttributeChange {
  readonly rule: ContractRuleName;
  readonly attribute: string;
  readonly from: string;
  readonly to: string;
}

/** @param before what is known of the contract under each of its names; none for one that is new */
export function attributeChanges(contract: Contract, before: readonly PastContract[]): readonly AttributeChange[] {
  return before.every(({ versions }) => versions.length === 0) ? [] : weakenedMode(contract, before);
}

/** By what it asks, or by no longer asking what it did. What others have set where it never said anything is theirs. */
function weakenedMode({ compatibility }: Contract, before: readonly PastContract[]): readonly AttributeChange[] {
  const from = before.find(({ mode }) => mode !== undefined)?.mode ?? usualCompatibilityMode;
  const didAsk = before.some(({ attributes }) => attributes?.compatibility !== undefined);
  const to = compatibility ?? (didAsk ? usualCompatibilityMode : undefined);
  if (to === undefined || !isWeakerMode(to, from)) return [];
  return [{ rule: 'COMPATIBILITY_WEAKENED', attribute: 'spillway.compatibility', from, to }];
}
