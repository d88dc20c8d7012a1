import type { RecordPosition } from '../ports/record.js';

/** How far something outside the log is sure to be done. */
export interface KnownPosition extends RecordPosition {
  /** What is done above the offset, ascending, both ends inclusive. */
  readonly doneAbove?: readonly (readonly [first: number, last: number])[];
  /** The life of the topic that it counts in: rounds then hold records of that life alone. */
  readonly topicId?: string;
}
