import type { DeliveryLedger } from '../../ports/delivery-ledger.js';
import { incidentCodes, type Incident } from '../../assignment/incident.js';

/** Puts into the ledger what the log lost before the group came to it. */
export function noteLost({ topic, topicId, partition, kind, lost }: Incident, ledger: DeliveryLedger): void {
  for (const [offset, lastOffset] of lost) {
    const causeCode = incidentCodes[kind];
    ledger.noted({
      ...{ topic, topicId, partition, offset, lastOffset, attempt: 0, causeCode, durationMs: 0 },
      outcome: 'lost',
    });
  }
}
