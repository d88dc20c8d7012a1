import type { DeliveryNoted } from '@spillway/events';

/** What becomes of a delivery, as the ledger's contract has it. */
export type DeliveryOutcome = DeliveryNoted['outcome'];

/** Each once: one that the contract gets, or loses, does not compile before it stands here, or goes. */
const outcomes = {
  completed: true,
  retried: true,
  held: true,
  dead_lettered: true,
  suspended: true,
  skipped: true,
  lost: true,
} as const satisfies Readonly<Record<DeliveryOutcome, true>>;

export const deliveryOutcomes = Object.keys(outcomes) as readonly DeliveryOutcome[];
