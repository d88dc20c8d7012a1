import type { FollowedDelivery, FollowedJourney } from './followed-journey.js';

/** Something that happened to an event. */
export interface EventStep {
  readonly time: string;
  /** False when it happened then or before. */
  readonly exact: boolean;
  readonly step: 'published' | 'handled' | 'retried' | 'held' | 'waits' | 'dead letter' | 'skipped' | 'lost';
  readonly group: string | null;
  readonly detail: string;
}

const steps: Readonly<Record<string, EventStep['step']>> = {
  completed: 'handled',
  retried: 'retried',
  held: 'held',
  suspended: 'waits',
  dead_lettered: 'dead letter',
  skipped: 'skipped',
  lost: 'lost',
};

/** What happened to the event of this id so far, in time. */
export function eventSteps({ events }: FollowedJourney, id: string): readonly EventStep[] {
  const own = events.filter(({ eventId }) => eventId === id);
  const all = own.flatMap(({ topic, partition, offset, timestamp, legs }): readonly EventStep[] => [
    { time: timestamp, exact: true, step: 'published', group: null, detail: `${topic}/${partition}/${offset}` },
    ...legs.flatMap(({ group, deliveries }) =>
      deliveries.map((delivery) => ({
        time: delivery.endedTo,
        exact: !delivery.range,
        step: steps[delivery.outcome] ?? 'skipped',
        group,
        detail: detailOf(delivery),
      })),
    ),
  ]);
  return all.toSorted((one, other) => (one.time < other.time ? -1 : Number(one.time > other.time)));
}

function detailOf(delivery: FollowedDelivery): string {
  const { handler, attempt, toTier, causeClass, causeCode, dependency, durationMs, range } = delivery;
  return [
    handler ?? '',
    attempt === 0 ? '' : `attempt ${attempt}`,
    attempt === 0 ? '' : `${range ? 'about ' : ''}${durationMs} ms`,
    causeCode ?? causeClass ?? '',
    toTier === null ? '' : `again after ${toTier}`,
    dependency === null ? '' : `waits for ${dependency}`,
  ]
    .filter(Boolean)
    .join('  ');
}
