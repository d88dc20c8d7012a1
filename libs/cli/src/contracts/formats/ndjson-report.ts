import type { CheckReport } from '../check/check-report.js';
import { describedFinding } from './described-finding.js';

/** A finding per line, for scripts. */
export function ndjsonReport({ open }: CheckReport): string {
  return open.map((finding) => `${JSON.stringify(describedFinding(finding))}\n`).join('');
}
