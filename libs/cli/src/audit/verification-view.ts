/** A page of `GET /audit/verification`, as far as it is shown. */
export interface VerificationPageView {
  readonly ranges: number;
  readonly records: number;
  readonly droppedRanges: number;
  readonly supersededRanges: number;
  readonly findings: readonly FindingView[];
  /** There are more rows of no range than are named. */
  readonly cut: boolean;
  readonly nextCursor: string | null;
}

export interface FindingView {
  readonly problem: string;
  readonly topic: string;
  readonly partition: number;
  readonly first: string;
  readonly last: string;
  readonly expected: number;
  readonly found: number;
  readonly storedAt: string | null;
}

/** What `GET /audit/completeness` says of a partition, as far as it is shown. */
export interface PartitionView {
  readonly topic: string;
  readonly partition: number;
  readonly begin: string;
  readonly end: string;
  readonly stored: number;
  readonly gaps: readonly RangeView[];
  readonly missing: number;
  readonly dropped: readonly RangeView[];
  /** Kept in spillway.audit.dlq: accounted for. */
  readonly refused: number;
  readonly duplicates: number;
  readonly lag: number;
}

export interface RangeView {
  readonly first: string;
  readonly last: string;
}

/** The whole verification, or what there is of one that broke off: its pages, and what the log has against what is stored. */
export interface VerificationView extends VerificationPageView {
  /** It is whole, and there is no gap, no duplicate, no finding. */
  readonly ok: boolean;
  readonly partitions: readonly PartitionView[];
}
