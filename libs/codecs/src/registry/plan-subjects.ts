import { askedCompatibility, usualCompatibilityMode, type CompatibilityMode, type SharedType } from '@spillway/events';
import { referringContract } from '../references/referring-contract.js';
import type { ContractRegistry, RegisteredContract } from './contract-registry.js';
import type { RegistryHistory } from './registry-history.js';
import type { RegistrableContract } from './registrable-contract.js';

/** What one subject needs. */
export interface SubjectStep {
  readonly subject: string;
  readonly mode: CompatibilityMode;
  /** The mode that the subject has of its own. */
  readonly modeBefore?: string;
  readonly setsMode: boolean;
  /** Undefined when the contract is not registered there. */
  readonly id?: number;
}

/**
 * What `registerContracts` would do, subject by subject, those of shared types before the contracts that refer to them;
 * changes nothing.
 *
 * @throws SpillwayError `SPW-3003`
 */
export async function planSubjects(
  contracts: readonly RegistrableContract[],
  { registry, history }: { readonly registry: ContractRegistry; readonly history: RegistryHistory },
): Promise<readonly SubjectStep[]> {
  const steps = new Map<string, SubjectStep>();
  const plan = async (contract: RegistrableContract): Promise<void> => {
    for (const shared of contract.references ?? []) await plan(shared);
    const { subject } = contract;
    if (steps.has(subject)) return;
    const modeBefore = await history.compatibility(subject);
    const mode = askedCompatibility(contract.schema) ?? usualOrStricter(modeBefore);
    const found = await lookUp(registry, contract);
    steps.set(subject, { subject, mode, modeBefore, setsMode: modeBefore !== mode, id: found?.id });
  };
  for (const contract of contracts) await plan(contract);
  return [...steps.values()];
}

/** Where a contract says nothing, more than the usual that somebody has set there stays. */
function usualOrStricter(modeBefore: string | undefined): CompatibilityMode {
  return modeBefore === 'FULL_TRANSITIVE' ? modeBefore : usualCompatibilityMode;
}

/** Not registered is also what refers to a type that is not. */
async function lookUp(
  registry: ContractRegistry,
  contract: RegistrableContract,
): Promise<RegisteredContract | undefined> {
  const versions = new Map<SharedType, number>();
  for (const shared of contract.references ?? []) {
    const found = await lookUp(registry, shared);
    if (found === undefined) return undefined;
    versions.set(shared, found.version);
  }
  const { schema, references } = await referringContract(contract, async (shared) => versions.get(shared)!);
  return registry.lookUp(contract.subject, schema, references);
}
