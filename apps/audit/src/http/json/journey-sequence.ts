import type { JourneyEvent, StoredRecord } from '@spillway/streaming';
import { isoTime } from './iso-time.js';

interface Step {
  readonly timeMs: number;
  /** False when that is only the latest moment it can have been. */
  readonly exact: boolean;
  readonly what: 'published' | 'repeated' | 'copied' | 'delivered';
  readonly event: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly group: string | null;
  readonly outcome: string | null;
  readonly attempt: number | null;
}

/** Everything that happened on a journey, one after the other. A delivery stands at its end. */
export function journeySequence(events: readonly JourneyEvent[]) {
  const steps = events.flatMap(stepsOf).toSorted((a, b) => a.timeMs - b.timeMs);
  return steps.map(({ timeMs, ...step }) => ({ time: isoTime(timeMs), ...step }));
}

function stepsOf({ record, repeats, copies, legs }: JourneyEvent, event: number): readonly Step[] {
  const written =
    (what: Step['what']) =>
    (of: StoredRecord): Step => ({
      timeMs: of.timestampMs,
      exact: true,
      what,
      event,
      topic: of.topic,
      partition: of.partition,
      offset: of.offset.toString(),
      group: null,
      outcome: null,
      attempt: null,
    });
  const delivered = legs
    .flatMap(({ deliveries }) => deliveries)
    .map((delivery): Step => ({
      timeMs: delivery.endedToMs,
      exact: !delivery.isRange,
      what: 'delivered',
      event,
      topic: delivery.topic,
      partition: delivery.partition,
      // A range says nothing of where in it this event lies: the event does.
      offset: (delivery.isRange ? record.offset : delivery.offset).toString(),
      group: delivery.groupId,
      outcome: delivery.outcome,
      attempt: delivery.attempt,
    }));
  return [
    written('published')(record),
    ...repeats.map(written('repeated')),
    ...copies.map(written('copied')),
    ...delivered,
  ];
}
