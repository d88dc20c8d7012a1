import type { AssignedPartition } from '../assignment/assigned-partition.js';
import type { ConsumerLimits } from '../assignment/consumer-limits.js';

/** Whether waiting longer would not make the next round fuller: the limits are reached, or a queue is. */
export function isRoundFull(
  partitions: readonly Pick<AssignedPartition, 'queue' | 'isFull'>[],
  limits: Pick<ConsumerLimits, 'maxRoundRecords' | 'maxRoundBytes'>,
): boolean {
  let records = 0;
  let sizeBytes = 0;
  for (const { queue, isFull } of partitions) {
    if (isFull) return true;
    records += queue.recordCount;
    sizeBytes += queue.sizeBytes;
  }
  return records >= limits.maxRoundRecords || sizeBytes >= limits.maxRoundBytes;
}
