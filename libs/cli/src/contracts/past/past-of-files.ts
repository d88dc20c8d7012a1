import { attributesInForce, readContracts, type Past, type SchemaFile } from '@spillway/contracts';
import { SpillwayError } from '@spillway/events';

/**
 * One version of each contract that has a subject, as a branch or a folder has it.
 *
 * @throws SpillwayError `SPW-3008` when a file there is no contract
 */
export function pastOfFiles(label: string, files: readonly SchemaFile[]): Past {
  const { contracts, problems } = readContracts(files, { areInPlace: false });
  const [first] = problems;
  if (first !== undefined) {
    throw new SpillwayError('SPW-3008', `${label}: ${first.source}:${first.line}:${first.column} ${first.detail}.`);
  }
  const registered = contracts.filter(({ subject }) => subject !== undefined);
  const entries = registered.map((contract) => {
    const { fullName, type, compatibility: mode } = contract;
    const known = { versions: [{ label, schema: type }], mode, attributes: attributesInForce(contract) };
    return [fullName, known] as const;
  });
  return { label, contracts: new Map(entries), isWhole: true };
}
