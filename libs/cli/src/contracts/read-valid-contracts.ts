import { readContracts, readFolder, type ContractSet } from '@spillway/contracts';
import { SpillwayError } from '@spillway/events';

/**
 * The contracts of a folder.
 *
 * @throws SpillwayError `SPW-3009` · `SPW-3008` when a file there is no contract
 */
export function readValidContracts(folder: string, workingDir: string): ContractSet {
  const set = readContracts(readFolder(folder, workingDir));
  const [problem] = set.problems;
  if (problem === undefined) return set;
  throw new SpillwayError('SPW-3008', `${problem.source}:${problem.line}:${problem.column} ${problem.detail}.`);
}
