import type { Contract } from './contract.js';
import { namesOfContract } from './names-of-contract.js';
import type { Past, PastContract } from './past.js';

/** What is known of a contract, under its older names first: they came before. */
export function pastOfContract(contract: Contract, past: Past): readonly PastContract[] {
  return namesOfContract(contract).flatMap((name) => past.contracts.get(name) ?? []);
}
