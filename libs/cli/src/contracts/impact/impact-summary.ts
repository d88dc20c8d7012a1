import type { ImpactReport } from './impact-report.js';

/** What was found, for the terminal. */
export function impactSummary({ contracts, unchanged }: ImpactReport): string {
  if (contracts.length === 0) return `Nothing is changed: ${counted(unchanged.length)} as they run.\n`;
  const broken = new Set(contracts.flatMap((each) => each.broken));
  const breaking = contracts.filter(({ breaks }) => breaks);
  const groups = broken.size === 0 ? '' : `, in ${[...broken].join(', ')}`;
  const result =
    breaking.length === 0 ? 'nothing breaks' : `${counted(breaking.length)} would break something${groups}`;
  return `${counted(contracts.length)} changed, ${unchanged.length} unchanged: ${result}.\n${cutText(contracts)}`;
}

/** What was not looked at may break all the same. */
function cutText(contracts: ImpactReport['contracts']): string {
  const groups = contracts.flatMap((each) => each.groups.filter(({ isWaitingCut }) => isWaitingCut));
  const names = [...new Set(groups.map(({ group }) => group))];
  return names.length === 0 ? '' : `More waits than was read, for ${names.join(', ')}: --waiting <count>\n`;
}

function counted(count: number): string {
  return `${count} contract${count === 1 ? '' : 's'}`;
}
