import type { DeliveryOutcome, JourneyLeg, StoredDelivery, StoredRecord } from '@spillway/streaming';

/** What a delivery goes on after. */
const notAnEnd: ReadonlySet<DeliveryOutcome> = new Set(['retried', 'held', 'suspended']);

/** An event's way through each group, by group id. @param deliveries oldest first, all about this event */
export function legsOf(record: StoredRecord, deliveries: readonly StoredDelivery[]): readonly JourneyLeg[] {
  const byGroup = [...Map.groupBy(deliveries, ({ groupId }) => groupId)].sort(([a], [b]) => (a < b ? -1 : 1));
  return byGroup.map(([groupId, own]) => legOf(groupId, record, own));
}

function legOf(groupId: string, record: StoredRecord, deliveries: readonly StoredDelivery[]): JourneyLeg {
  const publishedMs = record.timestampMs;
  // Ranges are written with the next commit, notes at once: the end, not the writing down, says what came last.
  const inOrder = deliveries.toSorted((a, b) => a.endedToMs - b.endedToMs);
  // Who skips a delivery does not know what became of it; who does may say so before.
  const last = inOrder.findLast(({ outcome }) => outcome !== 'skipped') ?? inOrder.at(-1)!;
  const called = inOrder.filter(({ attempt }) => attempt > 0);
  const begins = (called.length > 0 ? called : inOrder).map(
    ({ endedToMs, durationUs }) => endedToMs - durationUs / 1_000,
  );
  return {
    groupId,
    outcome: last.outcome,
    attempts: called.length,
    retries: count(inOrder, 'retried'),
    deadLetters: count(inOrder, 'dead_lettered'),
    queueMs: Math.min(...begins) - publishedMs,
    processingMs: called.reduce((sum, { durationUs }) => sum + durationUs / 1_000, 0),
    endToEndMs: notAnEnd.has(last.outcome) ? null : last.endedToMs - publishedMs,
    isExact: !inOrder.some(({ isRange }) => isRange),
    deliveries: inOrder,
  };
}

function count(deliveries: readonly StoredDelivery[], outcome: DeliveryOutcome): number {
  return deliveries.filter((delivery) => delivery.outcome === outcome).length;
}
