import type { CheckReport } from './check-report.js';
import { counted } from '../../output/counted.js';

/** What was done, for the terminal. */
export function checkSummary(report: CheckReport): string {
  const { against, compared, added, unasked, open, suppressed, unused } = report;
  const files = new Set(open.map(({ file }) => file)).size;
  const isNew = added.length === 0 ? '' : `, ${added.length} new`;
  const lived = suppressed.length === 0 ? '' : `, ${suppressed.length} suppressed`;
  const result = open.length === 0 ? 'no problem' : `${counted(open.length, 'problem')} in ${counted(files, 'file')}`;
  const lines = [
    `${counted(compared.length, 'contract')} compared with ${against}${isNew}: ${result}${lived}.`,
    ...unasked.map((name) => `${name} has the mode NONE: nothing is asked of it.`),
    ...unused.map(({ rule, path }) => `A suppression is no longer needed: ${rule} ${path}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
