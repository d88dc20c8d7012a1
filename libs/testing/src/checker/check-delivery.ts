import { changedCopies } from './changed-copies.js';
import type { DeliveryHistory, DeliveryProblem } from './delivery-history.js';
import { earlyRetries } from './early-retries.js';
import { traceRecords } from './history-index.js';
import { lostRecords } from './lost-records.js';
import { orderBreaks } from './order-breaks.js';
import { refusedWrites } from './refused-writes.js';
import { repeatedWork } from './repeated-work.js';
import { unwrittenFollowUps } from './unwritten-follow-ups.js';
import { wrongCommits } from './wrong-commits.js';

/**
 * Judges a run by what was promised: nothing lost (conservation), order kept, copies byte for byte, commits behind what
 * is done and never falling, retries when they are due, follow-ups before what they follow from, effects of transactions
 * once. It knows nothing of the engine: any history will do, from the memory log or a real broker.
 *
 * @returns what is wrong, with the records and processes it concerns; empty when the run kept every promise
 */
export function checkDelivery(history: DeliveryHistory): readonly DeliveryProblem[] {
  const traced = traceRecords(history);
  return [
    ...lostRecords(traced, history),
    ...orderBreaks(traced, history),
    ...changedCopies(traced, history),
    ...wrongCommits(traced, history),
    ...earlyRetries(history),
    ...unwrittenFollowUps(history),
    ...repeatedWork(traced, history),
    ...refusedWrites(history),
  ];
}
