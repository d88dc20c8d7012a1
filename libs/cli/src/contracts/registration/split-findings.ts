import type { SubjectStep } from '@spillway/codecs';
import type { ContractFinding } from '@spillway/contracts';

/** Findings by whether something would be made worse. */
export interface SplitFindings {
  /** Of a contract that would be registered, or whose subject's mode would be set; of a file that cannot be read. */
  readonly blocking: readonly ContractFinding[];
  /** Of contracts that are registered as they are: leaving everything undone would not mend them. */
  readonly standing: readonly ContractFinding[];
}

/** Tells what a plan would break from what is broken whether it is done or not. */
export function splitFindings(open: readonly ContractFinding[], steps: readonly SubjectStep[]): SplitFindings {
  const settled = new Set(
    steps.flatMap(({ contract, id, setsMode }) => (id === undefined || setsMode ? [] : [contract.type])),
  );
  const stands = ({ contracts }: ContractFinding): boolean =>
    contracts.length > 0 && contracts.every((name) => settled.has(name));
  return { blocking: open.filter((finding) => !stands(finding)), standing: open.filter(stands) };
}
