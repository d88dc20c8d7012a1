import { alignColumns } from '../tables/align-columns.js';
import { oneLine } from '../tables/one-line.js';
import type { FailureView } from './query-views.js';

/** Failures that look the same for people, a line each. */
export function failuresScreen(failures: readonly FailureView[]): string {
  const rows = failures.map((failure) => [
    String(failure.failures),
    String(failure.records),
    String(failure.deadLettered),
    failure.firstSeen,
    failure.lastSeen,
    oneLine(failure.causeCode ?? failure.causeClass),
    oneLine(failure.groups.join(', ')),
    oneLine(failure.handlers.join(', ')),
    failure.fingerprint ?? '',
  ]);
  const headings = ['FAILURES', 'RECORDS', 'DEAD', 'FIRST', 'LAST', 'CAUSE', 'GROUPS', 'HANDLERS', 'FINGERPRINT'];
  return alignColumns(headings, rows);
}
