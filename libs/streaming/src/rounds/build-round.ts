import type { PartitionBatch } from '../ports/record.js';
import type { ConsumerLimits } from '../assignment/consumer-limits.js';
import type { PartitionQueue } from '../assignment/partition-queue.js';

/**
 * Takes the next round out of the queues: every waiting partition gets an equal share of what is left of the limits,
 * beginning with another partition each time, so that a full one never keeps the others waiting.
 *
 * @param turn counts the rounds
 */
export function buildRound(
  queues: readonly PartitionQueue[],
  limits: Pick<ConsumerLimits, 'maxRoundRecords' | 'maxRoundBytes'>,
  turn: number,
): PartitionBatch[] {
  const waiting = queues.filter((queue) => !queue.isEmpty);
  const round: PartitionBatch[] = [];
  let recordsLeft = limits.maxRoundRecords;
  let bytesLeft = limits.maxRoundBytes;
  for (let index = 0; index < waiting.length && recordsLeft > 0 && bytesLeft > 0; index++) {
    const shares = waiting.length - index;
    const queue = waiting[(index + turn) % waiting.length]!;
    const batch = queue.take(Math.ceil(recordsLeft / shares), Math.ceil(bytesLeft / shares));
    if (batch === undefined) continue;
    round.push(batch);
    recordsLeft -= batch.records.length;
    bytesLeft -= batch.sizeBytes;
  }
  return round;
}
