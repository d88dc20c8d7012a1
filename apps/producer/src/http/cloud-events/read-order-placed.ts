import type { EventDefinition, OrderPlaced } from '@spillway/events';
import type { Candidate } from '../../accept/candidate.js';
import { checkEventKey } from './check-event-key.js';
import { readEventData } from './read-event-data.js';
import type { EventRules } from './to-candidate.js';

const ordersSource = '/retail/orders';

/**
 * An order as people post it: the data alone. Its time is when it was placed.
 *
 * @throws SpillwayError `SPW-3004`, `SPW-4051`, `SPW-4052`, `SPW-4057`
 */
export function readOrderPlaced(
  json: unknown,
  id: string,
  definition: EventDefinition<OrderPlaced>,
  { codec, clock }: EventRules,
): Candidate<never> {
  const payload = readEventData(json, definition, { codec, nowMs: clock.nowMs(), pointer: '' });
  checkEventKey(definition.key(payload));
  return { definition, payload, id, source: ordersSource, time: payload.placedAt } as unknown as Candidate<never>;
}
