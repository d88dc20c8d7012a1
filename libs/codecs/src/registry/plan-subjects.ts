import { askedCompatibility, modeWhenSilent, type CompatibilityMode } from '@spillway/events';
import type { ContractRegistry } from './contract-registry.js';
import { contractsBySubject } from './contracts-by-subject.js';
import { findContract } from './find-contract.js';
import { mapBounded } from './map-bounded.js';
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
  /** With the id. */
  readonly version?: number;
}

/**
 * What `registerSteps` would do, subject by subject, those of shared types before the contracts that refer to them;
 * changes nothing.
 *
 * @throws SpillwayError `SPW-3003` · `SPW-3007` two contracts want one subject
 */
export async function planSubjects(
  contracts: readonly RegistrableContract[],
  {
    registry,
    history,
  }: { readonly registry: ContractRegistry; readonly history: Pick<RegistryHistory, 'compatibility'> },
): Promise<readonly SubjectStep[]> {
  return mapBounded([...contractsBySubject(contracts).values()], async (contract) => {
    const { subject } = contract;
    const [modeBefore, found] = await Promise.all([history.compatibility(subject), findContract(registry, contract)]);
    const mode = askedCompatibility(contract.schema) ?? modeWhenSilent(modeBefore);
    return {
      subject,
      contract,
      mode,
      modeBefore,
      setsMode: modeBefore !== mode,
      id: found?.id,
      version: found?.version,
    };
  });
}
