import type { EventEnvelope } from '@spillway/events';
import type { AuditBoards } from './audit-boards.js';
import type { AuditQueries } from './audit-queries.js';
import type { AuditUpkeep } from './audit-upkeep.js';
import type { AuditVerification } from './audit-verification.js';
import type { AuditKind, AuditPage, AuditRecordQuery, StoredRecordDetail } from './stored-records.js';
import type { RecordHeaders, TopicPartition } from '../record.js';

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
  /** UTF-8. */
  readonly payloadJson: Buffer | null;
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
  /** What one of them takes in memory on average, roughly; counted row by row when absent. */
  readonly meanRowBytes?: number;
}

/** A partition of the log as it is now. */
export interface LoggedPartition extends TopicPartition {
  readonly topicId: string;
  readonly beginOffset: bigint;
  readonly endOffset: bigint;
  /** Everything below was stored once, as far as the log had it; absent where that is not known. */
  readonly committedOffset?: bigint;
  /** Only these offsets are asked for, the last one exclusive; an answer has them as its begin and end. */
  readonly within?: { readonly beginOffset: bigint; readonly endOffset: bigint };
}

/** A record that the store refused for what it holds. */
export interface RefusedRecord extends TopicPartition {
  readonly topicId: string;
  readonly row: AuditRow;
  /** The store's name of the error; never a value of the record. */
  readonly reason: string;
}

export interface AppendOptions {
  /**
   * Given the records that the store refused, after all others are stored and before anything vouches for them: it keeps
   * them elsewhere. A rejection is that of `append`. Without it a refused record is.
   */
  readonly keepRefused?: ((refused: readonly RefusedRecord[]) => Promise<void>) | undefined;
}

export interface CoverageOptions {
  readonly signal?: AbortSignal;
  /** Not bound by the limits of users' questions; one that it meets all the same is `SPW-7002`, to be waited for. */
  readonly patient?: boolean;
  /** Not what readers see, only which positions are there, at a fraction of the cost: `duplicates` is 0. */
  readonly positionsOnly?: boolean;
  /** Asked to go on storing: patient, positions only, and `resumeOffset` begins with the first row that nothing vouches for. What is appended after it is written even where it was before. */
  readonly forResume?: boolean;
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
  /** Log positions of the whole partition seen more than once through the readers' view; anything but 0 is a defect. */
  readonly duplicates: number;
  /** Ranges below the highest stored offset, or below what was stored once, that are not there; the first 1,000. */
  readonly gaps: readonly OffsetRange[];
  /** Offsets in all gaps. */
  readonly missingRecords: number;
  /** Records that the store refused for what they hold: accounted for, and neither stored nor missing. */
  readonly refusedRecords: number;
  /** Offsets that never held a record, as the log was read: control records, compacted ones. No gaps; the first 1,000. */
  readonly empty: readonly OffsetRange[];
  /** Ranges whose records retention has dropped: no gaps; the first 1,000. */
  readonly dropped: readonly OffsetRange[];
  /** Everything below `nextOffset` is stored; `timeMs` is the record time of the last such record. */
  readonly completeUpTo: { readonly nextOffset: bigint; readonly timeMs: number | null };
  /** The offset behind the highest one that was stored, gaps or not. */
  readonly storedUpTo: bigint;
  /** Where reading must go on so that everything the log still has gets stored. */
  readonly resumeOffset: bigint;
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
export interface AuditStore extends AuditQueries, AuditVerification, AuditUpkeep {
  /** True when the store serves this process alone: a second member in the group would keep its records elsewhere. */
  readonly embedded: boolean;
  /** Figures over what is stored. */
  readonly boards: AuditBoards;
  /**
   * Resolves when the rows are visible to readers; on rejection some may be, and the same blocks are to be given again.
   * `SPW-7011` when more rows are refused than a few, or any and nobody keeps them.
   */
  append(blocks: readonly AuditBlock[], options?: AppendOptions): Promise<void>;
  coverage(partitions: readonly LoggedPartition[], options?: CoverageOptions): Promise<readonly PartitionCoverage[]>;
  /** `SPW-7006` when the cursor is not one of this store and query. */
  findRecords(query: AuditRecordQuery, signal?: AbortSignal): Promise<AuditPage>;
  /** All records of an event id, oldest first, at most 1,000; empty when there is none. */
  recordsOfEvent(eventId: string, signal?: AbortSignal): Promise<readonly StoredRecordDetail[]>;
  totals(signal?: AbortSignal): Promise<AuditTotals>;
  /**
   * Enters what stored records of the delivery ledger say and the store does not know yet: records from before it kept
   * deliveries, entries that were lost. Answers how many entries that were. Cheap when nothing is missing.
   */
  mendDeliveries(signal?: AbortSignal): Promise<number>;
  close(): Promise<void>;
}
