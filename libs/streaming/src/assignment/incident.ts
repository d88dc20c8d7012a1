import type { TopicPartition } from '../ports/record.js';
import type { OffsetSpan } from '../offsets/undone-within.js';

/**
 * `trimmed` the log begins behind what the group had not read · `log-ends-early` it ends before what the group has done ·
 * `topic-recreated` the topic was deleted and recreated · `position-gone` the group had read, and its position is gone.
 */
export type IncidentKind = 'trimmed' | 'log-ends-early' | 'topic-recreated' | 'position-gone';

/** Why a partition is stopped until an operator says how it goes on. */
export interface Incident extends TopicPartition {
  readonly kind: IncidentKind;
  /** The life of the topic that lost it; absent when that is not known. */
  readonly topicId?: string | undefined;
  /** What the group had not done and the log no longer holds, both ends inclusive; empty when nothing is known to be lost. */
  readonly lost: readonly OffsetSpan[];
  /** Where it goes on when the gap is accepted; undefined when only the operator can know. */
  readonly resumeOffset: number | undefined;
  /** In words. */
  readonly detail: string;
}

/** An incident as `status()` shows it. */
export interface IncidentStatus extends Incident {
  /** Of the error table. */
  readonly code: string;
  /** When this member noticed it, ms since the epoch. */
  readonly sinceMs: number;
}

export const incidentCodes = {
  trimmed: 'SPW-5009',
  'log-ends-early': 'SPW-5010',
  'topic-recreated': 'SPW-5040',
  'position-gone': 'SPW-5041',
} as const satisfies Record<IncidentKind, string>;
