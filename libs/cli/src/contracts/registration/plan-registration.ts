import type { ContractRegistry, RegistrableContract, RegistryHistory, SubjectStep } from '@spillway/codecs';
import { askedCompatibility } from '@spillway/events';
import type { ContractSet, Past, Suppression } from '@spillway/contracts';
import { checkReport, type CheckReport } from '../check/check-report.js';
import { pastOfRegistry } from '../past/past-of-registry.js';
import { splitFindings, type SplitFindings } from './split-findings.js';

/** What registering contracts would do, and what it would break. Nothing is registered while something is blocking. */
export interface Registration extends SplitFindings {
  /** Every subject, those that need nothing too. */
  readonly steps: readonly SubjectStep[];
  readonly check: CheckReport;
}

export interface OpenRegistry {
  readonly registry: ContractRegistry;
  readonly history: RegistryHistory;
}

/**
 * Plans what a registry needs, and checks it by the named rules, in the modes that would be set; changes nothing.
 *
 * @param contracts what would be registered
 * @param proposed the same, as they are checked
 * @throws SpillwayError `SPW-3003` · `SPW-3007` · `SPW-3008`
 */
export async function planRegistration(
  contracts: readonly RegistrableContract[],
  proposed: ContractSet,
  { open, suppressions }: { readonly open: OpenRegistry; readonly suppressions: readonly Suppression[] },
): Promise<Registration> {
  // Loaded with the registry: other commands start without.
  const { planSubjects } = await import('@spillway/codecs');
  const steps = await planSubjects(contracts, open);
  const past = inModes(await pastOfRegistry(open.history, proposed), steps);
  const check = checkReport(proposed, past, { suppressions });
  return { steps, check, ...splitFindings(check.open, { steps, past }) };
}

/**
 * Checked is what will be asked from now on: where a contract says nothing, the mode that is set, not the one that a
 * subject has there. What a contract says itself is held against the subject's.
 */
function inModes(past: Past, steps: readonly SubjectStep[]): Past {
  const silent = steps.filter(({ contract }) => askedCompatibility(contract.schema) === undefined);
  const modes = new Map(silent.map(({ contract, mode }) => [contract.type, mode]));
  const contracts = new Map(
    [...past.contracts].map(([name, known]) => [name, { ...known, mode: modes.get(name) ?? known.mode }]),
  );
  return { ...past, contracts };
}
