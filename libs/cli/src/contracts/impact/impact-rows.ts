import type { ContractImpact, ImpactReport } from './impact-report.js';

/** A line for each contract and group, for scripts that read lines; a contract that no group reads has one of its own. */
export function impactRows({ contracts }: ImpactReport): readonly object[] {
  return contracts.flatMap(rowsOf);
}

function rowsOf({ contract, order, conflictsWith, breaks, broken, groups }: ContractImpact): readonly object[] {
  const shared = { contract, order, conflictsWith, breaks };
  if (groups.length === 0) return [{ ...shared, app: null, group: null, isBroken: false }];
  return groups.map((group) => ({ ...shared, ...group, isBroken: broken.includes(group.group) }));
}
