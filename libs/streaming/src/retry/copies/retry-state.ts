import type { LogRecord } from '../../ports/record.js';

/** Where a record first lay. */
export interface RecordOrigin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  /** Which life of the topic; absent when nobody knew. */
  readonly topicId?: string;
}

/** What a copy says about itself. */
export interface RetryState {
  readonly origin: RecordOrigin;
  readonly group: string;
  /** How often handling failed so far; the delivery to come is attempt + 1. */
  readonly attempt: number;
  /** Written behind earlier events of its key, not because it failed. */
  readonly held: boolean;
  /** Of its writer; absent in what a redrive sent, and in a record that is no copy. */
  readonly epoch: number | undefined;
  /** How many handlers in a row published what led to this record. */
  readonly hops: number;
  readonly redriveJob?: string;
  readonly redriveCount?: number;
  /** RFC 3339. */
  readonly firstFailedAt?: string;
}

/** The state of a record that is no copy: also of one whose headers are not to be believed. */
export function firstState(
  { topic, partition, offset, timestampMs }: LogRecord,
  { group, topicId, hops = 0 }: { readonly group: string; readonly topicId?: string; readonly hops?: number },
): RetryState {
  const origin = { topic, partition, offset, timestampMs, ...(topicId === undefined ? {} : { topicId }) };
  return { origin, group, attempt: 0, held: false, epoch: undefined, hops };
}
