import type { StoredRecord, StoredRecordDetail } from '@spillway/streaming';

/** Which of an event's records is meant. */
export interface RawChoice {
  readonly source?: string | undefined;
  readonly topic?: string | undefined;
  readonly partition?: number | undefined;
  readonly offset?: bigint | undefined;
}

/** The oldest record that fits; undefined when there is none. */
export function rawRecord(records: readonly StoredRecordDetail[], choice: RawChoice): StoredRecordDetail | undefined {
  return records.find((record) => fits(record, choice));
}

function fits(record: StoredRecord, choice: RawChoice): boolean {
  const names = ['source', 'topic', 'partition', 'offset'] as const;
  return names.every((name) => choice[name] === undefined || choice[name] === record[name]);
}
