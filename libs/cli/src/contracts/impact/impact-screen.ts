import { alignColumns } from '../../tables/align-columns.js';
import { oneLine } from '../../tables/one-line.js';
import type { WaitingCount } from './broken-groups.js';
import { impactSentences } from './impact-sentences.js';
import type { ContractImpact, GroupImpact, ImpactReport } from './impact-report.js';

const turns = { any: 'any time', before: 'before writers', after: 'after writers', never: 'breaks' } as const;
const wide = 400;

/** What a change means, for people: a paragraph for each contract, and a line for each group that reads it. */
export function impactScreen({ contracts }: ImpactReport): string {
  return contracts.map(paragraph).join('\n');
}

function paragraph(impact: ContractImpact): string {
  const lines = impactSentences(impact).map(([name, text]) => `   ${name.padEnd(9)} ${oneLine(text, wide)}\n`);
  const rows = impact.groups.map((group) => row(group, impact.broken.includes(group.group)));
  const headings = ['   GROUP', 'APP', 'EVENT', 'READS NEW', 'READS OLD', 'RETRY', 'DEAD LETTERS', 'DEPLOY'];
  const table = rows.length === 0 ? '' : alignColumns(headings, rows);
  return `${impact.contract}  ${impact.file ?? 'removed'}\n${lines.join('')}${table}`;
}

function row(impact: GroupImpact, isBroken: boolean): readonly string[] {
  const { app, group, does, turn, newEvents, oldEvents, rewritten, retry, deadLetters, cutAt } = impact;
  const isKnown = does === 'nothing' ? 'no handler' : does;
  const counted =
    rewritten === null || rewritten.records === 0
      ? ''
      : ` (${rewritten.records - rewritten.unread} of ${rewritten.records})`;
  return [
    `   ${group}`,
    app,
    isKnown,
    `${newEvents.length === 0 ? 'yes' : 'no'}${counted}`,
    oldEvents.length === 0 ? 'yes' : 'no',
    waitingText(retry, cutAt === 'retry'),
    waitingText(deadLetters, cutAt !== null),
    isBroken ? 'breaks' : turns[turn],
  ];
}

function waitingText(count: WaitingCount | null, isCut: boolean): string {
  if (count === null) return 'not asked';
  const records = `${count.records}${isCut ? ' and more' : ''}`;
  return count.lost === 0 ? records : `${records}, ${count.lost} lost`;
}
