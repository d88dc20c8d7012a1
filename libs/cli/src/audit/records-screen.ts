import { alignColumns } from '../tables/align-columns.js';
import { oneLine } from '../tables/one-line.js';
import { bytesText } from './bytes-text.js';
import type { RecordView } from './query-views.js';

/** Stored records for people, a line each. */
export function recordsScreen(records: readonly RecordView[]): string {
  const rows = records.map((record) => [
    record.timestamp,
    `${record.topic}/${record.partition}/${record.offset}`,
    oneLine(bytesText(record.key), 24),
    oneLine(record.type ?? record.kind),
    oneLine(record.eventId),
  ]);
  return alignColumns(['PUBLISHED', 'RECORD', 'KEY', 'TYPE', 'EVENT ID'], rows);
}
