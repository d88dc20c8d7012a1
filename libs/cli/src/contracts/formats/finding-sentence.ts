import { contractRules, type ContractFinding } from '@spillway/contracts';

/** What was changed and why that breaks somebody. */
export function findingSentence({ rule, detail }: ContractFinding): string {
  const { title, reason } = contractRules[rule];
  return `${title}: ${detail}. ${reason}`;
}

/** Who asks: the mode, the versions, the contracts. */
export function findingOrigin({ mode, against, contracts, rule }: ContractFinding): string {
  const stricter = contractRules[rule].isStricterThanAvro ? ', stricter than Avro' : '';
  const versions = against.length === 0 ? '' : ` against ${against.join(', ')}`;
  return mode === undefined ? versions.trim() : `${mode}${versions} for ${contracts.join(', ')}${stricter}`;
}
