import type { TopicPartition } from '../record.js';

/** `event` decoded · `tombstone` has no value · `undecodable` kept with its bytes and the reason. */
export type AuditKind = 'event' | 'tombstone' | 'undecodable';

export interface AuditRecordQuery {
  readonly topic?: string;
  readonly type?: string;
  /** Of the topics that are this group's own: what waits for a retry, dead letters and what came back of them, holds. */
  readonly groupId?: string;
  readonly key?: string;
  readonly eventId?: string;
  /** All that followed from one event. */
  readonly correlationId?: string;
  /** Which time `fromMs` (inclusive) and `toMs` (exclusive) mean, and the order; `event` leaves out records without an event time. */
  readonly time: 'record' | 'event';
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Stands in the payload exactly as here. Every payload of the time asked for is read: it has a shorter time limit. */
  readonly text?: string;
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
