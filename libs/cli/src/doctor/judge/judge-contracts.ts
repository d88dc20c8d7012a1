import type { FileProblem } from '@spillway/contracts';
import { counted } from '../../output/counted.js';
import { ok, problem, type CheckResult } from '../check.js';

/** What the registry lacks of the contracts here. */
export interface ContractDrift {
  readonly subject: string;
  readonly isRegistered: boolean;
  readonly setsMode: boolean;
}

/**
 * @param subjects of the contracts that could be compared
 * @param files what is no contract in the files here, which therefore was not compared
 */
export function judgeContracts(
  subjects: readonly ContractDrift[],
  files: readonly FileProblem[] = [],
): readonly CheckResult[] {
  const open = subjects.filter(({ isRegistered }) => !isRegistered);
  const modes = subjects.filter(({ isRegistered, setsMode }) => isRegistered && setsMode);
  const fix = 'See what would change: npx spillway contracts push --dry-run. Then without --dry-run.';
  const list = (of: readonly ContractDrift[]): string => of.map(({ subject }) => subject).join(', ');
  const broken = files.map(({ source, line, column, detail }) =>
    problem(`${source}:${line}:${column} ${detail}`, 'Correct the file; npx spillway contracts check looks at all.'),
  );
  const isSound = open.length + modes.length === 0;
  // Where files alone are broken, nothing was compared.
  const isCompared = subjects.length > 0 || files.length === 0;
  return [
    ...broken,
    ...(open.length === 0
      ? []
      : [problem(`the registry does not have the contract of ${list(open)} as it is here`, fix)]),
    ...(modes.length === 0 ? [] : [problem(`another compatibility mode in the registry: ${list(modes)}`, fix)]),
    ...(isSound && isCompared ? [ok(inRegistry(subjects.length))] : []),
  ];
}

function inRegistry(count: number): string {
  return `${counted(count, 'contract')} ${count === 1 ? 'is' : 'are'} in the registry as ${count === 1 ? 'it is' : 'they are'} here`;
}
