import type { ContractRegistry, RegistrableContract, RegistryHistory, SubjectStep } from '@spillway/codecs';
import { namesOfContract, type ContractSet, type Past, type Suppression } from '@spillway/contracts';
import type { CompatibilityMode } from '@spillway/events';
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
  const past = inModes(await pastOfRegistry(open.history, proposed), { proposed, steps });
  const check = checkReport(proposed, past, { suppressions });
  return { steps, check, ...splitFindings(check.open, { steps, past }) };
}

interface Planned {
  readonly proposed: ContractSet;
  readonly steps: readonly SubjectStep[];
}

/**
 * Checked is what will be asked from now on: where a contract says nothing, the mode that is set, not the one that a
 * subject has there. What a contract says itself is held against the subject's.
 */
function inModes(past: Past, planned: Planned): Past {
  const modes = modesOfSilent(planned);
  const entries = [...past.contracts].map(([name, known]) => {
    const mode = modes.get(name);
    return [name, mode === undefined ? known : { ...known, mode, modeWhenSilent: mode }] as const;
  });
  return { ...past, contracts: new Map(entries) };
}

/** By every name that a contract goes by: under an older one, too, the mode is that of the subject it goes to now. */
function modesOfSilent({ proposed, steps }: Planned): ReadonlyMap<string, CompatibilityMode> {
  const modes = new Map(steps.map(({ contract, mode }) => [contract.type, mode]));
  const silent = proposed.contracts.filter(({ compatibility }) => compatibility === undefined);
  const entries = silent.flatMap((contract) => {
    const mode = modes.get(contract.fullName);
    return mode === undefined ? [] : namesOfContract(contract).map((name) => [name, mode] as const);
  });
  return new Map(entries);
}
