import { troubles } from './troubles.ts';
import type { SystemStatus } from './system-status.ts';

const number = new Intl.NumberFormat('en');

/** The counts in one line, for a log. */
export function countsLine({ import: imported, groups, audit }: SystemStatus): string {
  const { deduplicated: _, ...byType } = imported?.produced ?? {};
  const topics = Object.entries(groups ?? {}).map(([name, byTopic]) => ({ name, counts: Object.values(byTopic) }));
  const lags = [...topics.flatMap(({ counts }) => counts.map(({ lag }) => lag)), audit?.lag ?? 0];
  return [
    imported === undefined ? 'produced: no answer' : `${number.format(sum(Object.values(byType)))} produced`,
    ...(groups === undefined ? ['groups: no answer'] : []),
    ...topics.map(
      ({ name, counts }) =>
        `${number.format(sum(counts.map(({ completed }) => completed)))} ${name}${inBrackets(troubles(counts))}`,
    ),
    audit === undefined ? 'audit: no answer' : `${number.format(audit.records)} audited`,
    `lag at most ${number.format(Math.max(...lags))}`,
  ].join(' · ');
}

function inBrackets(words: readonly string[]): string {
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
