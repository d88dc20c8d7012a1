import type { TopicPartition } from '../ports/record.js';
import type { DoneOffsets } from '../ports/state-store.js';
import type { Incident } from './incident.js';
import type { OffsetSpan } from '../offsets/undone-within.js';

/** Where a partition starts, and what is known of what lies before. */
export interface StartPosition extends TopicPartition {
  /** Not before the log begins. */
  readonly position: number;
  /** What the group had not done and the log no longer has: both inclusive. */
  readonly lost: readonly OffsetSpan[];
  /** What is done above the position: it is not read again. */
  readonly runs?: DoneOffsets['runs'];
  /** Records from here on were never given to a handler of the group; 0 when the group comes here first. */
  readonly repeatsBelow?: number;
  /** What the group stored beside the position. */
  readonly metadata?: string | undefined;
  /** Where the log ends now. */
  readonly endOffset: number;
  /**
   * True for a position at the end of the log that nobody has stored: it has to be committed even before anything is
   * done, or a rebalance would choose a later end and skip what lies between.
   */
  readonly needsCommit: boolean;
  /** Which life of the topic this is, where that matters. */
  readonly topicId?: string | undefined;
  /** How many partitions the topic had when the group came to it first. */
  readonly firstPartitions?: number;
  /** Why it does not start: it stands at the position and nothing is read. */
  readonly incident?: Incident;
}
