import type { Journey, JourneyEvent, StoredDelivery, StoredRecord } from '@spillway/streaming';
import { isAbout } from '../deliveries/is-about.js';
import { findParents } from './find-parents.js';
import { gatherEvents } from './gather-events.js';
import { journeyGroups } from './journey-groups.js';
import { legsOf } from './legs-of.js';

/** Puts the records and deliveries of one correlation together. @param records not empty, oldest first */
export function assembleJourney(
  records: readonly StoredRecord[],
  deliveries: readonly StoredDelivery[],
): Omit<Journey, 'correlationIds' | 'isCut'> {
  const gathered = gatherEvents(records);
  const parents = findParents(gathered.map(({ record }) => record));
  const events: readonly JourneyEvent[] = gathered.map((event, index) => {
    const own = [event.record, ...event.repeats, ...event.copies];
    const about = deliveries.filter((delivery) => own.some((record) => isAbout(delivery, record)));
    return { ...event, parent: parents[index]!, legs: legsOf(event.record, about) };
  });
  const startedAtMs = Math.min(...records.map(({ timestampMs }) => timestampMs));
  const ends = deliveries.filter((delivery) => !delivery.isRange).map(({ endedToMs }) => endedToMs);
  const legEnds = events.flatMap(({ record, legs }) => legs.map((leg) => record.timestampMs + (leg.endToEndMs ?? 0)));
  const endedAtMs = Math.max(...records.map(({ timestampMs }) => timestampMs), ...ends, ...legEnds);
  return { events, groups: journeyGroups(events), startedAtMs, endedAtMs };
}
