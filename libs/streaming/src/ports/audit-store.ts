import type { EventEnvelope } from '@spillway/events';
import type { RecordHeaders, TopicPartition } from './record.js';

/** `event` decoded · `tombstone` has no value · `undecodable` kept with its bytes and the reason. */
export type AuditKind = 'event' | 'tombstone' | 'undecodable';

/** One record of the log as it is given to the audit store. */
export interface AuditRow {
  readonly offset: number;
  /** As the log has it; the store clamps what its calendar cannot hold and marks the row. */
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RecordHeaders;
  readonly envelope: Partial<EventEnvelope>;
  readonly schemaId: number | null;
  readonly payloadJson: string | null;
  readonly kind: AuditKind;
  /** Why it is undecodable, or what else is odd about it; null otherwise. */
  readonly reason: string | null;
}

/** A contiguous range of one partition. Offsets of the range without a row hold no record in the log (control, compacted). */
export interface AuditBlock extends TopicPartition {
  readonly topicId: string;
  readonly firstOffset: number;
  /** Inclusive. */
  readonly lastOffset: number;
  /** Ascending by offset. */
  readonly rows: readonly AuditRow[];
}

/** A partition of the log as it is now. */
export interface LoggedPartition extends TopicPartition {
  readonly topicId: string;
  readonly beginOffset: bigint;
  readonly endOffset: bigint;
}

export interface CoverageOptions {
  readonly signal?: AbortSignal;
  /** Not bound by the limits of users' questions: work that cannot go on without the answer waits for it. */
  readonly patient?: boolean;
}

export interface OffsetRange {
  readonly first: bigint;
  /** Inclusive. */
  readonly last: bigint;
}

/** What the store holds of one partition, measured against the log. */
export interface PartitionCoverage extends LoggedPartition {
  /** Records seen through the readers' view. */
  readonly storedRecords: number;
  /** Log positions seen more than once through the readers' view; anything but 0 is a defect. */
  readonly duplicates: number;
  /** Ranges below the highest stored offset that are not there; the first 1,000. */
  readonly gaps: readonly OffsetRange[];
  /** Offsets in all gaps. */
  readonly missingRecords: number;
  /** Everything below `nextOffset` is stored; `timeMs` is the record time of the last such record. */
  readonly completeUpTo: { readonly nextOffset: bigint; readonly timeMs: number | null };
  /** The offset behind the highest one that was stored, gaps or not. */
  readonly storedUpTo: bigint;
  /** Where reading must go on so that everything the log still has gets stored. */
  readonly resumeOffset: bigint;
}

export interface AuditRecordQuery {
  readonly topic?: string;
  readonly type?: string;
  readonly key?: string;
  readonly eventId?: string;
  /** Which time `fromMs` (inclusive) and `toMs` (exclusive) mean, and the order; `event` leaves out records without an event time. */
  readonly time: 'record' | 'event';
  readonly fromMs?: number;
  readonly toMs?: number;
  /** 1 to 1,000. */
  readonly limit: number;
  /** The `nextCursor` of the page before, of the same query. */
  readonly cursor?: string;
}

export interface StoredRecord extends TopicPartition {
  readonly topicId: string;
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly timestampClamped: boolean;
  readonly eventTimeMs: number | null;
  readonly recordedAtMs: number;
  readonly key: Buffer | null;
  readonly eventId: string | null;
  readonly source: string | null;
  readonly type: string | null;
  readonly subject: string | null;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly traceId: string | null;
  readonly schemaId: number | null;
  readonly kind: AuditKind;
  readonly reason: string | null;
  readonly valueSizeBytes: number | null;
}

export interface StoredRecordDetail extends StoredRecord {
  readonly headers: readonly { readonly name: string; readonly value: Buffer }[];
  readonly value: Buffer | null;
  /** Parsed JSON; null for a tombstone and for what does not decode. */
  readonly payload: unknown;
}

export interface AuditPage {
  /** Newest first. */
  readonly records: readonly StoredRecord[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

export interface AuditTotals {
  /** Distinct events (source and id) per main topic. */
  readonly events: Readonly<Record<string, number>>;
  /** Records of main topics whose event lies in the log more than once, beyond the first. */
  readonly repeatedEvents: number;
  /** Records of all topics. */
  readonly records: number;
}

/**
 * The store of every record. Identity is (topic, topic id, partition, offset): writing a record again, in whatever
 * blocks, leaves one.
 *
 * Errors: `SPW-7002` not reachable or refusing (wait, retryable) · `SPW-7005` a question took too long.
 */
export interface AuditStore {
  /** True when the store serves this process alone: a second member in the group would keep its records elsewhere. */
  readonly embedded: boolean;
  /** Resolves when the rows are visible to readers; on rejection some may be, and the same blocks are to be given again. */
  append(blocks: readonly AuditBlock[]): Promise<void>;
  coverage(partitions: readonly LoggedPartition[], options?: CoverageOptions): Promise<readonly PartitionCoverage[]>;
  /** `SPW-7006` when the cursor is not one of this store and query. */
  findRecords(query: AuditRecordQuery, signal?: AbortSignal): Promise<AuditPage>;
  /** All records of an event id, oldest first, at most 1,000; empty when there is none. */
  recordsOfEvent(eventId: string, signal?: AbortSignal): Promise<readonly StoredRecordDetail[]>;
  totals(signal?: AbortSignal): Promise<AuditTotals>;
  /** Resolves when the store answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
