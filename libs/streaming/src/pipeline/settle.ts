import { SpillwayError } from '@spillway/events';
import type { GroupDefinition } from '../group/group-definition.js';
import type { LogRecord, PartitionBatch } from '../ports/record.js';
import type { Parking } from './park-dead-letters.js';
import type { WorkItem } from './work-item.js';

/** What settling needs besides the items. */
export interface SettleContext extends Parking {
  readonly group: GroupDefinition;
  readonly signal: AbortSignal;
  readonly round: readonly PartitionBatch[];
  /** Called for records that are given to a handler. */
  readonly onAttempt: (records: readonly LogRecord[]) => void;
}

/**
 * Brings items of a round to their end: handled, ignored or parked.
 *
 * @throws when nothing of it is done, or a part that is not done again when the same items come back
 */
export type Settle = (items: readonly WorkItem[], context: SettleContext) => Promise<void>;

/** @throws SpillwayError `SPW-5008` once the round is not ours any more */
export function assertNotAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new SpillwayError('SPW-5008', 'The partitions were taken away or the group stops');
}
