import { contractRules, type ContractFinding } from '@spillway/contracts';
import type { CheckReport } from '../check/check-report.js';
import { findingOrigin, findingSentence } from './finding-sentence.js';

/** A test case for each finding, for each that is lived with, and for each contract without one. */
export function junitReport({ compared, added, open, suppressed }: CheckReport): string {
  const named = new Set([...open, ...suppressed].flatMap(({ contracts }) => contracts));
  const passed = [...compared, ...added].filter((contract) => !named.has(contract));
  const cases = [
    ...open.map(failure),
    ...suppressed.map((finding) => testCase(finding, `<skipped message="${escaped(finding.suppressedBecause)}"/>`)),
    ...passed.map((contract) => `    <testcase classname="contracts" name="${escaped(contract)}"/>`),
  ];
  const counts = `tests="${cases.length}" failures="${open.length}" errors="0" skipped="${suppressed.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="spillway contracts check" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function failure(finding: ContractFinding): string {
  const { rule, file, line, column } = finding;
  const text = [`${file}:${line}:${column}`, `Fix: ${contractRules[rule].fix}`, findingOrigin(finding)].filter(Boolean);
  const message = escaped(findingSentence(finding));
  return testCase(finding, `<failure type="${rule}" message="${message}">${escaped(text.join('\n'))}</failure>`);
}

function testCase({ rule, path, file, line }: ContractFinding, inner: string): string {
  const name = escaped(`${path} ${rule}`);
  return `    <testcase classname="contracts" name="${name}" file="${escaped(file)}" line="${line}">${inner}</testcase>`;
}

/** XML has no place for control characters, not even escaped ones. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\P{C}\n]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
