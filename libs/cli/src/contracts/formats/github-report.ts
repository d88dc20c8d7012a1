import { contractRules } from '@spillway/contracts';
import type { CheckReport } from '../check/check-report.js';
import { findingOrigin, findingSentence } from './finding-sentence.js';

/** Workflow commands: GitHub shows each at its line of the pull request. */
export function githubReport({ open }: CheckReport): string {
  return open
    .map((finding) => {
      const { file, line, column, rule } = finding;
      const origin = findingOrigin(finding);
      const message = [findingSentence(finding), `Fix: ${contractRules[rule].fix}`, origin].filter(Boolean).join('\n');
      return `::error file=${property(file)},line=${line},col=${column},title=${rule}::${data(message)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
