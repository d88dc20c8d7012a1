import type { DeliveryHistory, DeliveryProblem } from './delivery-history.js';
import { doneAt, type TracedRecord } from './history-index.js';

/** Conservation: every record is completed, ignored, a dead letter or, while the run goes on, still in the log to come. */
export function lostRecords(
  traced: readonly TracedRecord[],
  { isSettled }: Pick<DeliveryHistory, 'isSettled'>,
): readonly DeliveryProblem[] {
  if (!isSettled) return [];
  return traced
    .filter((record) => doneAt(record) === undefined)
    .map(({ name, calls, copies }) => ({
      rule: 'nothing lost',
      detail: `${name} was neither completed nor a dead letter: ${calls.length} calls, ${copies.length} copies in tiers`,
    }));
}
