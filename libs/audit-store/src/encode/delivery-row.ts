import type { DeliveryOutcome } from '@spillway/streaming';

/** One row of `deliveries`, every value inside of its column's range. Absent text is ''. */
export interface DeliveryRow {
  ledgerTopic: string;
  ledgerTopicId: string;
  ledgerPartition: number;
  ledgerOffset: number;
  /** Index of the entry in its record. */
  entry: number;
  /** Of the ledger record, clamped like that of any record. */
  timestamp: number;
  groupId: string;
  handler: string;
  topic: string;
  partition: number;
  offset: number;
  /** Inclusive. */
  lastOffset: number;
  originTopic: string;
  /** '' when the group did not know it. */
  originTopicId: string;
  originPartition: number;
  originOffset: number;
  /** Inclusive. */
  originLastOffset: number;
  attempt: number;
  /** Plain successes: times and durations are known of the record as a whole. */
  isRange: boolean;
  outcome: DeliveryOutcome;
  /** Deliveries of the whole record, in its first row and 0 in others: the sum over rows is right. */
  deliveries: number;
  fromTier: string;
  toTier: string;
  causeClass: string;
  causeCode: string;
  fingerprint: string;
  dependency: string;
  redriveJob: string;
  eventSource: string;
  eventId: string;
  eventType: string;
  correlationId: string;
  /** Of one delivery; of a range the mean over its record. */
  durationUs: number;
  /** Of the whole record, in its first row and 0 in others; so are the maximum and the buckets. */
  durationSumUs: number;
  durationMaxUs: number;
  /** Upper bounds; one more bucket lies above the last. Empty for single outcomes. */
  bucketBoundsMs: readonly number[];
  bucketCounts: readonly number[];
  /** The delivery ended from this time on, by the consumer's clock … */
  endedFrom: number;
  /** … and not later than this; the same for single outcomes. */
  endedTo: number;
  appVersion: string;
  instance: string;
}
