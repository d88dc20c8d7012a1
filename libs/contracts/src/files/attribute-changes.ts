import type { AttributeChange } from './attribute-change.js';
import type { Contract } from './contract.js';
import type { PastContract } from './past.js';
import { routingChanges } from './routing-changes.js';
import { weakenedMode } from './weakened-mode.js';

/** @param before what is known of the contract under each of its names, its own last; none for one that is new */
export function attributeChanges(contract: Contract, before: readonly PastContract[]): readonly AttributeChange[] {
  if (before.every(({ versions }) => versions.length === 0)) return [];
  const attributes = before.findLast((each) => each.attributes !== undefined)?.attributes;
  return [...weakenedMode(contract, before), ...(attributes === undefined ? [] : routingChanges(contract, attributes))];
}
