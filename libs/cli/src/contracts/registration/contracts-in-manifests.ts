import type { RegistrableContract } from '@spillway/codecs';
import { readContracts, type ContractSet } from '@spillway/contracts';
import { manifestName } from '../../manifests/find-manifests.js';

/**
 * Contracts that manifests bring, as those of a folder are checked.
 *
 * @param registrable each subject once, those of shared types among them
 * @param events which of them are events
 */
export function contractsInManifests(
  registrable: readonly RegistrableContract[],
  events: readonly Pick<RegistrableContract, 'type'>[],
): ContractSet {
  const eventTypes = new Set(events.map(({ type }) => type));
  const files = registrable.map(({ type, schema }) => ({
    path: `-/-/${eventTypes.has(type) ? '-/' : ''}${type}.avsc`,
    shownAs: `${manifestName} (${type})`,
    text: JSON.stringify(schema),
  }));
  const { contracts, problems } = readContracts(files, { areInPlace: false });
  const subjects = new Map(registrable.map(({ type, subject }) => [type, subject]));
  return {
    contracts: contracts.map((contract) => ({ ...contract, subject: subjects.get(contract.fullName) })),
    problems: problems.map((problem) => ({ ...problem, ...start })),
    // A manifest is generated: where in its text a field stands helps nobody.
    positionOf: () => start,
  };
}

const start = { line: 1, column: 1 };
