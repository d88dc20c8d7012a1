import type { CheckReport } from '../check/check-report.js';
import { describedFinding } from './described-finding.js';

/** Everything, for scripts. */
export function jsonReport({ against, compared, added, unasked, open, suppressed, unused }: CheckReport): string {
  const document = {
    against,
    compared,
    added,
    unasked,
    findings: open.map(describedFinding),
    suppressed: suppressed.map(describedFinding),
    unusedSuppressions: unused,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
