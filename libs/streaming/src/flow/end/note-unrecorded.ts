import type { DeliveryLedger } from '../../ports/delivery-ledger.js';
import type { DoneOffsets } from '../../ports/state-store.js';

/**
 * Puts into the ledger what the state store knows as done and no commit tells of: commits follow the ledger, so whoever
 * had the partition before may have ended before it could write what became of it. What it did write stands beside it.
 */
export function noteUnrecorded(
  { topic, partition, topicId, runs }: Omit<DoneOffsets, 'watermark'>,
  ledger: DeliveryLedger,
): void {
  for (const [offset, lastOffset] of runs) {
    ledger.noted({
      ...{ topic, topicId, partition, offset, lastOffset, attempt: 0, causeCode: 'SPW-5105', durationMs: 0 },
      outcome: 'skipped',
    });
  }
}
