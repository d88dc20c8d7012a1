import { troubles } from './troubles.ts';
import type { GroupTopicStatus, SystemStatus } from './system-status.ts';

const number = new Intl.NumberFormat('en');

/** The live view: one line for the producer, each group and the audit. */
export function progressLines(status: SystemStatus): readonly string[] {
  return [producedLine(status), ...groupLines(status), auditLine(status)];
}

function producedLine({ import: imported }: SystemStatus): string {
  if (imported === undefined) return row('produced', 'no answer');
  const { deduplicated = 0, ...byType } = imported.produced;
  const events = Object.values(byType).reduce((sum, count) => sum + count, 0);
  const details = [
    `from ${number.format(imported.input.lines)} lines`,
    ...(deduplicated > 0 ? [`${number.format(deduplicated)} deduplicated`] : []),
    ...(imported.input.rejectedOrders > 0 ? [`${number.format(imported.input.rejectedOrders)} orders rejected`] : []),
  ];
  return row('produced', number.format(events), ...details);
}

function groupLines({ groups }: SystemStatus): readonly string[] {
  if (groups === undefined) return [row('groups', 'no answer')];
  return Object.entries(groups).map(([name, topics]) => {
    const sum = (pick: (topic: GroupTopicStatus) => number): string =>
      number.format(Object.values(topics).reduce((total, topic) => total + pick(topic), 0));
    return row(
      name,
      sum((topic) => topic.completed),
      `${sum((topic) => topic.deadLettered)} dead-lettered`,
      `lag ${sum((topic) => topic.lag)}`,
      ...troubles(Object.values(topics)),
    );
  });
}

function auditLine({ audit }: SystemStatus): string {
  if (audit === undefined) return row('audited', 'no answer');
  const problems = [
    ...(audit.gaps > 0 ? [`${number.format(audit.gaps)} gaps`] : []),
    ...(audit.duplicates > 0 ? [`${number.format(audit.duplicates)} duplicates`] : []),
  ];
  return row('audited', number.format(audit.records), `lag ${number.format(audit.lag)}`, ...problems);
}

function row(name: string, value: string, ...details: readonly string[]): string {
  return `  ${name.padEnd(12)}${value.padStart(10)}${details.length > 0 ? `   ${details.join(' · ')}` : ''}`;
}
