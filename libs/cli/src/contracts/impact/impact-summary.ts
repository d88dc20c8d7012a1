import type { ImpactReport } from './impact-report.js';
import { counted } from '../../output/counted.js';

/**
 * What was found, for the terminal.
 *
 * @param place where the manifests were read
 */
export function impactSummary(report: ImpactReport, place: string): string {
  const { contracts, unchanged } = report;
  if (contracts.length === 0) return `Nothing is changed: ${counted(unchanged.length, 'contract')} as they run.\n`;
  const broken = new Set(contracts.flatMap((each) => each.broken));
  const breaking = contracts.filter(({ breaks }) => breaks);
  const groups = broken.size === 0 ? '' : `, in ${[...broken].join(', ')}`;
  const cut = cutGroups(report);
  const well = cut.length === 0 ? 'nothing breaks' : 'nothing breaks of what was read';
  const result =
    breaking.length === 0 ? well : `${counted(breaking.length, 'contract')} would break something${groups}`;
  const found = `${counted(contracts.length, 'contract')} changed, ${unchanged.length} unchanged: ${result}.\n`;
  return `${found}${conflictText(report)}${aheadText(report, place)}${cutText(cut)}`;
}

/** Groups for which more retries wait than were read: what was not looked at may break all the same. */
export function cutGroups({ contracts }: ImpactReport): readonly string[] {
  const groups = contracts.flatMap((each) => each.groups.filter(({ cutAt }) => cutAt === 'retry'));
  return [...new Set(groups.map(({ group }) => group))];
}

function conflictText({ contracts }: ImpactReport): string {
  const names = contracts.filter(({ conflictsWith }) => conflictsWith.length > 0).map(({ contract }) => contract);
  return names.length === 0 ? '' : `No order suits all of ${names.join(', ')}: bring them out one after the other.\n`;
}

/** Against what is to be deployed, everything is in order: it has to be held against what runs. */
function aheadText({ ahead }: ImpactReport, place: string): string {
  if (ahead.length === 0) return '';
  const what = `Apps in ${place} have ${ahead.join(', ')} as proposed, and the registry has not: such apps do not run yet.`;
  return `${what} Name what is deployed: --manifests git:<deployed>\n`;
}

function cutText(groups: readonly string[]): string {
  if (groups.length === 0) return '';
  return `Unknown: more waits than was read, for ${groups.join(', ')}. Read more: --waiting <count>\n`;
}
