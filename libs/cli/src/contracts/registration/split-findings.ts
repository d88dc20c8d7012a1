import type { SubjectStep } from '@spillway/codecs';
import type { ContractFinding, Past } from '@spillway/contracts';
import { versionLabel } from '../past/version-label.js';

/** Findings by whether something would be made worse. */
export interface SplitFindings {
  /** Of a contract that is not the newest of its subject, or whose subject's mode would be set; of a file that cannot be read. */
  readonly blocking: readonly ContractFinding[];
  /** Of contracts that the registry has as its newest: leaving everything undone would not mend them. */
  readonly standing: readonly ContractFinding[];
}

/** Tells what a plan would break from what is broken whether it is done or not. */
export function splitFindings(
  open: readonly ContractFinding[],
  { steps, past }: { readonly steps: readonly SubjectStep[]; readonly past: Past },
): SplitFindings {
  const settled = new Set(
    steps.filter((step) => !step.setsMode && isNewest(step, past)).map(({ contract }) => contract.type),
  );
  const stands = ({ contracts }: ContractFinding): boolean =>
    contracts.length > 0 && contracts.every((name) => settled.has(name));
  return { blocking: open.filter((finding) => !stands(finding)), standing: open.filter(stands) };
}

/** An older version that comes back would be written again, though the registry has it. */
function isNewest({ subject, contract, version }: SubjectStep, past: Past): boolean {
  const labels = (past.contracts.get(contract.type)?.versions ?? []).map(({ label }) => label);
  return (
    version !== undefined &&
    labels.findLast((label) => label.startsWith(`${subject} v`)) === versionLabel(subject, version)
  );
}
