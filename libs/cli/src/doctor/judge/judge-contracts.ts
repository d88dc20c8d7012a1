import { counted } from '../../output/counted.js';
import { ok, problem, type CheckResult } from '../check.js';

/** What the registry lacks of the contracts here. */
export interface ContractDrift {
  readonly subject: string;
  readonly isRegistered: boolean;
  readonly setsMode: boolean;
}

export function judgeContracts(subjects: readonly ContractDrift[]): readonly CheckResult[] {
  const open = subjects.filter(({ isRegistered }) => !isRegistered);
  const modes = subjects.filter(({ isRegistered, setsMode }) => isRegistered && setsMode);
  const fix = 'See what would change: npx spillway contracts push --dry-run. Then without --dry-run.';
  const list = (of: readonly ContractDrift[]): string => of.map(({ subject }) => subject).join(', ');
  const asHere = subjects.length === 1 ? 'is in the registry as it is here' : 'are in the registry as they are here';
  return [
    ...(open.length === 0
      ? []
      : [problem(`the registry does not have the contract of ${list(open)} as it is here`, fix)]),
    ...(modes.length === 0 ? [] : [problem(`another compatibility mode in the registry: ${list(modes)}`, fix)]),
    ...(open.length + modes.length === 0 ? [ok(`${counted(subjects.length, 'contract')} ${asHere}`)] : []),
  ];
}
