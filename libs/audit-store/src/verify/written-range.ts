import type { OffsetRun } from '../query/offset-runs.js';
import type { StoredPartition } from '../query/stored-partition.js';

/** A range of the manifest: what was written there, once or several times alike. */
export interface WrittenRange extends StoredPartition, OffsetRun {
  readonly records: number;
  readonly sha256Hex: string;
  /** The last time it was written. */
  readonly storedAtMs: number;
}

/** What lies there now. */
export interface FoundRange {
  readonly records: number;
  /** Distinct offsets. */
  readonly positions: number;
  /** Null when the rows are too many to be hashed. */
  readonly sha256Hex: string | null;
}
