/** Spillway's own record headers; all values are UTF-8 text. */
export const spillwayHeaders = {
  /** Where the record first lay. */
  originTopic: 'spillway-origin-topic',
  originPartition: 'spillway-origin-partition',
  originOffset: 'spillway-origin-offset',
  /** Milliseconds since the epoch: the record's timestamp there. */
  originTimestamp: 'spillway-origin-timestamp',
  /** Which life of the topic that was: a topic deleted and recreated has another. */
  originTopicId: 'spillway-origin-topic-id',
  /** Who failed. */
  group: 'spillway-group',
  handler: 'spillway-handler',
  appVersion: 'spillway-app-version',
  /** State of the copy: how often handling failed so far; kept back behind earlier events of its key; the epoch of its writer. */
  attempt: 'spillway-attempt',
  held: 'spillway-held',
  epoch: 'spillway-epoch',
  /** How many handlers in a row published what led to this record. */
  hops: 'spillway-hops',
  /** Names of headers whose value was null and became empty on the way. */
  nullHeaders: 'spillway-null-headers',
  /** RFC 3339 with milliseconds. */
  firstFailedAt: 'spillway-first-failed-at',
  failedAt: 'spillway-failed-at',
  /** The first cause and the last. */
  firstErrorClass: 'spillway-first-error-class',
  firstErrorCode: 'spillway-first-error-code',
  firstErrorMessage: 'spillway-first-error-message',
  errorClass: 'spillway-error-class',
  errorCode: 'spillway-error-code',
  errorMessage: 'spillway-error-message',
  errorStack: 'spillway-error-stack',
  errorFingerprint: 'spillway-error-fingerprint',
  /** How a dead letter came back. */
  redriveJob: 'spillway-redrive-job',
  redriveCount: 'spillway-redrive-count',
  /** Of a record without key and value that asks the broker for its time: readers pass it. */
  clockProbe: 'spillway-clock-probe',
} as const;

/** Put before the name of a header that claims to be Spillway's and is not: kept with its bytes, believed by nobody. */
export const untrustedPrefix = 'untrusted-';

/** A header that only Spillway sets: from callers it is never taken over. */
export function isSpillwayHeader(name: string): boolean {
  return name.toLowerCase().startsWith('spillway-');
}
