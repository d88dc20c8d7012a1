import { isDeepStrictEqual } from 'node:util';
import { askedCompatibility, SpillwayError, usualCompatibilityMode, type CompatibilityMode } from '@spillway/events';
import { mapBounded } from './map-bounded.js';
import type { ContractRegistry } from './contract-registry.js';
import { findContract } from './find-contract.js';
import type { RegistryHistory } from './registry-history.js';
import type { RegistrableContract } from './registrable-contract.js';

/** What one subject needs. */
export interface SubjectStep {
  readonly subject: string;
  readonly contract: RegistrableContract;
  readonly mode: CompatibilityMode;
  /** The mode that the subject has of its own. */
  readonly modeBefore?: string;
  readonly setsMode: boolean;
  /** Undefined when the contract is not registered there. */
  readonly id?: number;
}

/**
 * What `registerSteps` would do, subject by subject, those of shared types before the contracts that refer to them;
 * changes nothing.
 *
 * @throws SpillwayError `SPW-3003` · `SPW-3007` two contracts want one subject
 */
export async function planSubjects(
  contracts: readonly RegistrableContract[],
  { registry, history }: { readonly registry: ContractRegistry; readonly history: RegistryHistory },
): Promise<readonly SubjectStep[]> {
  const bySubject = new Map<string, RegistrableContract>();
  for (const contract of contracts) collect(contract, bySubject);
  return mapBounded([...bySubject.values()], async (contract) => {
    const { subject } = contract;
    const [modeBefore, found] = await Promise.all([history.compatibility(subject), findContract(registry, contract)]);
    const mode = askedCompatibility(contract.schema) ?? usualOrStricter(modeBefore);
    return { subject, contract, mode, modeBefore, setsMode: modeBefore !== mode, id: found?.id };
  });
}

function collect(contract: RegistrableContract, bySubject: Map<string, RegistrableContract>): void {
  for (const shared of contract.references ?? []) collect(shared, bySubject);
  const known = bySubject.get(contract.subject);
  if (known === undefined) return void bySubject.set(contract.subject, contract);
  if (known === contract || isSame(known, contract)) return;
  const detail = `Contract ${contract.subject}: ${known.type} and ${contract.type} cannot both be its versions`;
  throw new SpillwayError('SPW-3007', detail, { context: { subject: contract.subject } });
}

function isSame(one: RegistrableContract, other: RegistrableContract): boolean {
  return one.type === other.type && isDeepStrictEqual(one.schema, other.schema);
}

/** Where a contract says nothing, more than the usual that somebody has set there stays. */
function usualOrStricter(modeBefore: string | undefined): CompatibilityMode {
  return modeBefore === 'FULL_TRANSITIVE' ? modeBefore : usualCompatibilityMode;
}
