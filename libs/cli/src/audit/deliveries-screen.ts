import { alignColumns } from '../tables/align-columns.js';
import { oneLine } from '../tables/one-line.js';
import type { DeliveryView } from './query-views.js';

/** Entries of the delivery ledger for people, a line each. */
export function deliveriesScreen(deliveries: readonly DeliveryView[]): string {
  const rows = deliveries.map((delivery) => [
    delivery.endedTo,
    delivery.group,
    delivery.outcome,
    placeOf(delivery),
    String(delivery.attempt),
    oneLine(delivery.handler),
    String(delivery.durationMs),
    oneLine(delivery.eventId, 40),
    oneLine(delivery.causeCode ?? delivery.causeClass),
  ]);
  return alignColumns(['ENDED', 'GROUP', 'OUTCOME', 'RECORD', 'ATTEMPT', 'HANDLER', 'MS', 'EVENT ID', 'CAUSE'], rows);
}

function placeOf({ topic, partition, offset, lastOffset }: DeliveryView): string {
  return `${topic}/${partition}/${offset === lastOffset ? offset : `${offset}-${lastOffset}`}`;
}
