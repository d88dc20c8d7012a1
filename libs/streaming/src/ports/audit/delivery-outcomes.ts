import type { DeliveryNoted } from '@spillway/events';

/** What becomes of a delivery, as the ledger's contract has it. */
export const deliveryOutcomes = [
  'completed',
  'retried',
  'held',
  'dead_lettered',
  'suspended',
  'skipped',
  'lost',
] as const satisfies readonly DeliveryNoted['outcome'][];

export type DeliveryOutcome = (typeof deliveryOutcomes)[number];
