import { contractRules, type ContractFinding } from '@spillway/contracts';
import { oneLine } from '../../tables/one-line.js';
import type { CheckReport } from '../check/check-report.js';
import { findingOrigin, findingSentence } from './finding-sentence.js';

const wide = 400;

/** Findings for people; nothing when there are none. */
export function textReport({ open }: Pick<CheckReport, 'open'>): string {
  return open.map(paragraph).join('\n');
}

function paragraph(finding: ContractFinding): string {
  const { file, line, column, rule, path } = finding;
  const about = path === file ? '' : `  ${path}`;
  const origin = findingOrigin(finding);
  const details = [
    findingSentence(finding),
    `fix: ${contractRules[rule].fix}`,
    origin === '' ? '' : `asked: ${origin}`,
  ];
  const indented = details.filter((text) => text !== '').map((text) => `   ${oneLine(text, wide)}\n`);
  return `${oneLine(`${file}:${line}:${column}  ${rule}${about}`, wide)}\n${indented.join('')}`;
}
