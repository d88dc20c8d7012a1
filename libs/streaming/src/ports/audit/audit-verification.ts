import type { TopicPartition } from '../record.js';

export interface VerificationQuery {
  readonly topic?: string;
  /** Ranges that were stored from here on … */
  readonly fromMs?: number;
  /** … up to here, exclusive. */
  readonly toMs?: number;
  /** Ranges per page, 1 to 1,000; a page ends earlier when its ranges hold many records. */
  readonly limit: number;
  /** The `nextCursor` of the page before, of the same query. */
  readonly cursor?: string;
}

/**
 * What is wrong with stored rows. `missing` fewer rows than the range was written with · `extra` more, one position twice, or
 * rows where retention has dropped all · `changed` as many, with another hash · `unvouched` rows that belong to no range that
 * was ever written · `misstated` entries of the delivery ledger that are not what its records say; counted as entries ·
 * `unhashed` as many as were written, but more than can be hashed in one piece: whether they are the same is not known.
 */
export type RangeProblem = 'missing' | 'extra' | 'changed' | 'unvouched' | 'misstated' | 'unhashed';

export interface RangeFinding extends TopicPartition {
  readonly topicId: string;
  readonly problem: RangeProblem;
  readonly first: bigint;
  /** Inclusive. */
  readonly last: bigint;
  /** As the manifest says; 0 for rows it does not know. */
  readonly expectedRecords: number;
  readonly foundRecords: number;
  /** When the range was stored; null for rows that no manifest knows. */
  readonly storedAtMs: number | null;
}

export interface VerificationPage {
  /** Ranges whose rows were hashed and compared. */
  readonly ranges: number;
  /** Records in them. */
  readonly records: number;
  /** Ranges that retention has dropped since, in whole or in part: there is nothing to compare. Rows that lie there nevertheless are findings. */
  readonly droppedRanges: number;
  /** Ranges whose rows were written again since; newer ranges vouch for them. */
  readonly supersededRanges: number;
  readonly findings: readonly RangeFinding[];
  /** There are more rows of no range than the findings name: they name the first 1,000 stretches of them. */
  readonly cut: boolean;
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/**
 * Holds stored rows against the hashes they were written with, and entries of the delivery ledger against its records. The
 * manifest of the store is trusted.
 */
export interface AuditVerification {
  /**
   * One page of written ranges. The first page also looks for rows that belong to none, or lie where retention has dropped all.
   *
   * Errors: `SPW-7006` when the cursor is not one of this store and query.
   */
  verify(query: VerificationQuery, signal?: AbortSignal): Promise<VerificationPage>;
  /**
   * @returns up to which time of storing a verification of everything found nothing, as it was last noted; undefined when none
   *   was. Trusted as the manifest is.
   */
  verifiedTo(signal?: AbortSignal): Promise<number | undefined>;
  noteVerified(toMs: number, signal?: AbortSignal): Promise<void>;
}
