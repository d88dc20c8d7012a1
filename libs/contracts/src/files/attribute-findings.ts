import { attributeChanges } from './attribute-changes.js';
import type { Contract, ContractSet } from './contract.js';
import type { ContractFinding } from './contract-finding.js';
import type { Past } from './past.js';
import { pastOfContract } from './past-of-contract.js';

/** What contracts say otherwise of themselves than they did, at the attribute; whatever the mode is. */
export function attributeFindings(proposed: ContractSet, past: Past): readonly ContractFinding[] {
  return proposed.contracts.flatMap((contract) => findingsOf(contract, proposed, past));
}

function findingsOf(contract: Contract, { positionOf }: ContractSet, past: Past): readonly ContractFinding[] {
  const { fullName, shownAs } = contract;
  return attributeChanges(contract, pastOfContract(contract, past)).map(({ rule, attribute, from, to }) => ({
    ...{ rule, file: shownAs, ...positionOf({ source: shownAs, pointer: `/${attribute}` }) },
    ...{ path: fullName, detail: `${from} → ${to}`, contracts: [fullName], against: [past.label] },
  }));
}
