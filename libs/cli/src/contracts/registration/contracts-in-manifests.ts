import type { RegistrableContract } from '@spillway/codecs';
import { readContracts, type ContractSet } from '@spillway/contracts';
import { manifestName } from '../../manifests/find-manifests.js';

/**
 * Contracts that manifests bring, as those of a folder are checked.
 *
 * @param registrable each subject once, those of shared types among them
 */
export function contractsInManifests(registrable: readonly RegistrableContract[]): ContractSet {
  const files = registrable.map(({ type, schema }) => ({
    // Of an event's depth: each is judged by itself.
    path: `${type.replaceAll('.', '/')}/-/-/-.avsc`,
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
