/** One row of the file: its fields, or why it cannot be read. */
export type CsvRecord = ReadableRecord | UnreadableRecord;

export interface ReadableRecord {
  /** 1-based number of its (first) line. */
  readonly line: number;
  readonly fields: readonly string[];
}

interface UnreadableRecord {
  readonly line: number;
  /** What stands before the first comma: names the order that the line spoils. */
  readonly firstField: string;
  readonly reason: string;
}

export function isReadable(record: CsvRecord): record is ReadableRecord {
  return 'fields' in record;
}
