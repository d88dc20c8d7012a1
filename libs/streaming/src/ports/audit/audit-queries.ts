import type { TopicPartition } from '../record.js';
import type { DeliveryOutcome } from './delivery-outcomes.js';
import type { AuditRecordQuery, StoredRecord } from './stored-records.js';

export interface DeliveryQuery {
  readonly groupId?: string;
  /** Where the record first lay. */
  readonly topic?: string;
  readonly handler?: string;
  readonly outcome?: DeliveryOutcome;
  readonly fingerprint?: string;
  readonly type?: string;
  /** Of single outcomes; ranges name no events. */
  readonly eventId?: string;
  /** Of single outcomes; ranges name no events. */
  readonly correlationId?: string;
  /** When it was written down: inclusive … */
  readonly fromMs?: number;
  /** … to exclusive. */
  readonly toMs?: number;
  /** 1 to 1,000. */
  readonly limit: number;
  /** The `nextCursor` of the page before, of the same query. */
  readonly cursor?: string;
}

/** One entry of the delivery ledger: a range of plain successes, or what became of one delivery. */
export interface StoredDelivery extends TopicPartition {
  readonly groupId: string;
  readonly outcome: DeliveryOutcome;
  /** Many deliveries in one entry: its duration is their mean, and they ended between `endedFromMs` and `endedToMs`. */
  readonly isRange: boolean;
  readonly offset: bigint;
  /** Inclusive; the same as `offset` for one delivery. */
  readonly lastOffset: bigint;
  readonly origin: TopicPartition & {
    readonly topicId: string | null;
    readonly offset: bigint;
    readonly lastOffset: bigint;
  };
  readonly handler: string | null;
  /** 1, 2, …; 0 when no handler was called. */
  readonly attempt: number;
  readonly fromTier: string | null;
  readonly toTier: string | null;
  readonly causeClass: string | null;
  readonly causeCode: string | null;
  readonly fingerprint: string | null;
  readonly dependency: string | null;
  readonly redriveJob: string | null;
  readonly eventSource: string | null;
  readonly eventId: string | null;
  readonly eventType: string | null;
  readonly correlationId: string | null;
  readonly durationUs: number;
  /** By the consumer's clock. */
  readonly endedFromMs: number;
  readonly endedToMs: number;
  /** When it was written down, by the log's clock. */
  readonly timestampMs: number;
  readonly appVersion: string;
  readonly instance: string;
  /** Its place in the log, and in its record. */
  readonly ledger: TopicPartition & { readonly topicId: string; readonly offset: bigint; readonly entry: number };
}

export interface DeliveryPage {
  /** Newest first. */
  readonly deliveries: readonly StoredDelivery[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

export interface FailureQuery {
  readonly groupId?: string;
  readonly topic?: string;
  readonly handler?: string;
  readonly fingerprint?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Fingerprints, most failures first; 1 to 1,000. */
  readonly limit: number;
}

/** Failures that look the same. Lists hold at most 100 values. */
export interface FailureGroup {
  /** Null for what was given up without an error. */
  readonly fingerprint: string | null;
  /** Failed attempts. */
  readonly failures: number;
  /** Distinct records that failed. */
  readonly records: number;
  readonly retried: number;
  readonly deadLettered: number;
  readonly suspended: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  readonly causeClass: string | null;
  readonly causeCode: string | null;
  readonly groupIds: readonly string[];
  readonly topics: readonly string[];
  readonly handlers: readonly string[];
  readonly types: readonly string[];
  /** Of the applications that failed. */
  readonly appVersions: readonly string[];
  /** Distinct keys of its newest records, at most 20 of those; without records that have no key. */
  readonly keys: readonly Buffer[];
}

export interface FailurePage {
  readonly failures: readonly FailureGroup[];
  /** There are more fingerprints than were asked for. */
  readonly isCut: boolean;
}

/** The bytes of an event as they lie in the log. */
export interface EventSample extends TopicPartition {
  readonly topicId: string;
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly source: string | null;
  readonly eventId: string | null;
  readonly schemaId: number | null;
  /** The header that names its schema, by id or GUID; null where the value does itself. */
  readonly schemaHeader: Buffer | null;
  readonly value: Buffer;
}

/** An event's way through one group. Times are the consumer's clock minus the log's: below zero when those differ. */
export interface JourneyLeg {
  readonly groupId: string;
  /** The last thing the ledger says. */
  readonly outcome: DeliveryOutcome;
  /** Times a handler was called. */
  readonly attempts: number;
  /** Times it was put into a retry tier after a failure. */
  readonly retries: number;
  readonly deadLetters: number;
  /** From publication to the beginning of the first attempt. */
  readonly queueMs: number;
  /** In handlers, all attempts together. */
  readonly processingMs: number;
  /** From publication to the end; null while it has not ended. */
  readonly endToEndMs: number | null;
  /** False when a part is known of a range only: the end is its latest moment, the processing time its mean. */
  readonly isExact: boolean;
  /** Oldest first. */
  readonly deliveries: readonly StoredDelivery[];
}

export interface JourneyEvent {
  readonly record: StoredRecord;
  /** Further records of the same event in main topics. */
  readonly repeats: readonly StoredRecord[];
  /** Its records in retry and dead-letter topics. */
  readonly copies: readonly StoredRecord[];
  readonly legs: readonly JourneyLeg[];
  /** Index of the event that caused it; null when that is not part of the journey. */
  readonly parent: number | null;
}

/** A group's part in a journey. */
export interface JourneyGroup {
  readonly groupId: string;
  readonly events: number;
  readonly attempts: number;
  readonly retries: number;
  readonly deadLetters: number;
  /** Of all its events together. */
  readonly queueMs: number;
  readonly processingMs: number;
  /** From the first of its events' publication to the last end; null while one has not ended. */
  readonly endToEndMs: number | null;
  readonly isExact: boolean;
}

/** All that belongs to one correlation. */
export interface Journey {
  readonly correlationIds: readonly string[];
  /** Oldest first. */
  readonly events: readonly JourneyEvent[];
  readonly groups: readonly JourneyGroup[];
  /** From the first publication to the last end or publication. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** It has more records or deliveries than are read. */
  readonly isCut: boolean;
}

export type ExportFormat = 'csv' | 'ndjson' | 'parquet';
export type ExportQuery = Omit<AuditRecordQuery, 'text' | 'limit' | 'cursor'>;

/** Records on their way out, hour by hour, in each by topic, partition and offset. */
export interface RecordExport {
  /** Throws when something fails on the way: what came until then is not the whole. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Rows given so far; of Parquet known when the first chunk comes. */
  readonly rows: number;
}

/**
 * Questions about what became of events. Each runs under limits of time, memory and rows.
 *
 * Errors: `SPW-7002` not reachable · `SPW-7005` past a limit · `SPW-7006` a cursor that is not one of this store and query.
 */
export interface AuditQueries {
  findDeliveries(query: DeliveryQuery, signal?: AbortSignal): Promise<DeliveryPage>;
  /** What became of these records, in every group, oldest first; at most 10,000 entries. */
  deliveriesOf(records: readonly StoredRecord[], signal?: AbortSignal): Promise<readonly StoredDelivery[]>;
  failures(query: FailureQuery, signal?: AbortSignal): Promise<FailurePage>;
  /** The newest `limit` events of a type with their original bytes, newest first. */
  sample(type: string, limit: number, signal?: AbortSignal): Promise<readonly EventSample[]>;
  /** By a correlation id, or by the id of one of its events; undefined when neither is known. */
  journey(id: string, signal?: AbortSignal): Promise<Journey | undefined>;
  /** `SPW-7010` when it is more than one export may hold. */
  exportRecords(query: ExportQuery, format: ExportFormat, signal?: AbortSignal): Promise<RecordExport>;
}
