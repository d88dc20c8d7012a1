import type { CompatibilityMode } from '@spillway/events';
import {
  checkContracts,
  suppress,
  type ContractCheck,
  type ContractSet,
  type Past,
  type Suppressed,
  type Suppression,
} from '@spillway/contracts';

/** What a check came to. */
export interface CheckReport extends Omit<ContractCheck, 'findings'>, Suppressed {
  readonly against: string;
}

/** Compares contracts with their past, less what somebody has given a reason for. */
export function checkReport(
  proposed: ContractSet,
  past: Past,
  { mode, suppressions }: { readonly mode?: CompatibilityMode; readonly suppressions: readonly Suppression[] },
): CheckReport {
  const { findings, ...compared } = checkContracts(proposed, past, mode);
  return { against: past.label, ...compared, ...suppress(findings, suppressions) };
}
