import { counted } from '../output/counted.js';
import { alignColumns } from '../tables/align-columns.js';
import type { FindingView, PartitionView, RangeView, VerificationView } from './verification-view.js';

const words: Readonly<Record<string, string>> = {
  missing: 'rows are missing',
  extra: 'rows too many',
  changed: 'rows were changed',
  unvouched: 'rows of no range',
  misstated: 'ledger entries are wrong',
  unhashed: 'rows not hashed',
};

/** A verification for people: the partitions, then what is wrong, then a line that says whether all is well. */
export function verificationScreen(view: VerificationView): string {
  const { partitions, findings, ranges, records, droppedRanges, supersededRanges, cut, nextCursor } = view;
  const problems = [...partitions.flatMap(ofPartition), ...findings.map(ofFinding)];
  const headings = ['TOPIC', 'PARTITION', 'LOG', 'STORED', 'MISSING', 'DUPLICATES', 'REFUSED', 'DROPPED', 'BEHIND'];
  const table = alignColumns(headings, partitions.filter(hasAnything).map(toRow));
  const wrong =
    problems.length === 0
      ? ''
      : `\n${alignColumns(['PROBLEM', 'TOPIC', 'PARTITION', 'OFFSETS', 'EXPECTED', 'FOUND', 'STORED AT'], problems)}`;
  const apart = [
    droppedRanges === 0 ? [] : [`${counted(droppedRanges, 'range')} dropped by retention`],
    supersededRanges === 0 ? [] : [`${supersededRanges} written again since`],
  ].flat();
  const aside = apart.length === 0 ? '' : ` (${apart.join(', ')})`;
  const soFar = nextCursor === null ? '' : ' so far';
  const more = cut ? ', and more rows of no range' : '';
  const verdict = problems.length === 0 ? 'all is well' : `${counted(problems.length, 'problem')}${more}`;
  return `${table}${wrong}
${counted(records, 'record')} in ${counted(ranges, 'range')} verified${soFar}${aside}: ${verdict}.
`;
}

/** Most partitions of retry and dead-letter topics never held a record. */
function hasAnything({ end, stored, missing, dropped }: PartitionView): boolean {
  return end !== '0' || stored > 0 || missing > 0 || dropped.length > 0;
}

function toRow(partition: PartitionView): readonly string[] {
  const { topic, begin, end, stored, missing, duplicates, refused, dropped, lag } = partition;
  const numbers = [stored, missing, duplicates, refused].map(String);
  const droppedOffsets = dropped.reduce((sum, { first, last }) => sum + BigInt(last) - BigInt(first) + 1n, 0n);
  return [topic, String(partition.partition), `${begin}-${end}`, ...numbers, `${droppedOffsets}`, String(lag)];
}

function ofPartition({ topic, partition, gaps, duplicates }: PartitionView): string[][] {
  const gapRows = gaps.map((gap) => ['not stored', topic, String(partition), offsets(gap), sizeOf(gap), '0', '']);
  const twice = duplicates === 0 ? [] : [['stored twice', topic, String(partition), '', '', String(duplicates), '']];
  return [...gapRows, ...twice];
}

function ofFinding(finding: FindingView): string[] {
  const { problem, topic, partition, expected, found, storedAt } = finding;
  const counts = [String(expected), String(found)];
  return [words[problem] ?? problem, topic, String(partition), offsets(finding), ...counts, storedAt ?? ''];
}

function offsets({ first, last }: RangeView): string {
  return first === last ? first : `${first}-${last}`;
}

function sizeOf({ first, last }: RangeView): string {
  return String(BigInt(last) - BigInt(first) + 1n);
}
