import { contractRules, type ContractFinding } from '@spillway/contracts';
import type { CheckReport } from '../check/check-report.js';

/** Everything, for scripts. */
export function jsonReport({ against, compared, added, unasked, open, suppressed, unused }: CheckReport): string {
  const document = {
    against,
    compared,
    added,
    unasked,
    findings: open.map(described),
    suppressed: suppressed.map(described),
    unusedSuppressions: unused,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function described(finding: ContractFinding): object {
  const { reason, fix, isStricterThanAvro } = contractRules[finding.rule];
  return { ...finding, reason, fix, isStricterThanAvro };
}
