import { contractRules, type ContractFinding } from '@spillway/contracts';

/** A finding with what its rule says of it. */
export function describedFinding(finding: ContractFinding): object {
  const { reason, fix, isStricterThanAvro } = contractRules[finding.rule];
  return { ...finding, reason, fix, isStricterThanAvro };
}
