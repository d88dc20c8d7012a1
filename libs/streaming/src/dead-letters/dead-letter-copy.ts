import type { LogRecord, OutgoingRecord } from '../ports/record.js';
import type { CopyFailure } from '../retry/copies/copy-failure.js';
import { retryCopy } from '../retry/copies/retry-copy.js';
import { firstState } from '../retry/copies/retry-state.js';

export interface DeadLetterCopy {
  /** Need not have as many partitions as the topic of the record: the key chooses. */
  readonly toTopic: string;
  /** Who gave it up. */
  readonly group: string;
  /** Which life of its topic the record lies in. */
  readonly topicId: string;
  readonly failure: CopyFailure;
}

/**
 * The dead letter of a record that was given up where it first lay: key and value byte for byte, its headers, and ours
 * that say where it lay and why (`deadLetterOf` reads them). Headers under our prefix are kept under `untrusted-`.
 */
export function deadLetterCopy(
  record: LogRecord,
  { toTopic, group, topicId, failure }: DeadLetterCopy,
): OutgoingRecord {
  const { partition: _, ...copy } = retryCopy(record, {
    toTopic,
    failure,
    state: firstState(record, { group, topicId }),
  });
  return copy;
}
