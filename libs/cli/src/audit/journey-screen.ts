import { alignColumns } from '../tables/align-columns.js';
import { oneLine } from '../tables/one-line.js';
import type { JourneyView } from './query-views.js';

/** A journey for people: how long it took, what each group did, then everything in time. */
export function journeyScreen({ startedAt, endedAt, durationMs, cut, groups, events, sequence }: JourneyView): string {
  const head = `From ${startedAt} to ${endedAt}, ${durationMs} ms${cut ? '; there is more than is shown' : ''}\n`;
  const groupRows = groups.map((group) => [
    group.group,
    ...[group.events, group.attempts, group.retries, group.deadLetters].map(String),
    `${group.exact ? '' : 'up to '}${inTenths(group.queueMs)}`,
    `${group.exact ? '' : 'about '}${inTenths(group.processingMs)}`,
    group.endToEndMs === null ? 'goes on' : `${group.exact ? '' : 'up to '}${inTenths(group.endToEndMs)}`,
  ]);
  const groupHeadings = [
    'GROUP',
    'EVENTS',
    'ATTEMPTS',
    'RETRIES',
    'DEAD',
    'QUEUE MS (SUM)',
    'PROCESSING MS (SUM)',
    'END TO END MS',
  ];
  const steps = sequence.map((step) => [
    step.exact === false ? `${step.time} or before` : step.time,
    step.what,
    step.group ?? '',
    step.outcome ?? '',
    String(step.attempt ?? ''),
    oneLine(events[step.event]?.type),
    oneLine(events[step.event]?.eventId, 40),
    `${step.topic}/${step.partition}/${step.offset}`,
  ]);
  const stepHeadings = ['TIME', 'WHAT', 'GROUP', 'OUTCOME', 'ATTEMPT', 'TYPE', 'EVENT ID', 'RECORD'];
  const table = groups.length === 0 ? '' : `\n${alignColumns(groupHeadings, groupRows)}`;
  return `${head}${table}\n${alignColumns(stepHeadings, steps)}`;
}

/** Times of batches are shares, with as many decimals as a division gives. */
function inTenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
