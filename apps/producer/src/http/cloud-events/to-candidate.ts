import { SpillwayError, type EventDefinition } from '@spillway/events';
import type { Clock, EventCodec } from '@spillway/streaming';
import type { Candidate } from '../../accept/candidate.js';
import { checkEventKey } from './check-event-key.js';
import type { CloudEvent } from './cloud-event.js';
import { readEventTime } from './read-event-time.js';
import { readEventData } from './read-event-data.js';

export interface EventRules {
  readonly definitions: readonly EventDefinition<never>[];
  readonly codec: EventCodec;
  readonly clock: Clock;
}

/**
 * A CloudEvent as something to accept: its type known, its data as the contract wants, its time plausible, its key usable.
 *
 * @throws SpillwayError `SPW-4050`, `SPW-4051`, `SPW-4052`, `SPW-3004`, `SPW-4057`
 */
export function toCandidate(event: CloudEvent, rules: EventRules): Candidate<never> {
  const definition = rules.definitions.find(({ type }) => type === event.type);
  if (definition === undefined) {
    const issues = [{ pointer: '/type', detail: 'is not a known event type' }];
    throw new SpillwayError('SPW-4050', 'The event type is not known here', { issues });
  }
  const nowMs = rules.clock.nowMs();
  const time = event.time === undefined ? undefined : readTime(event.time, nowMs);
  const payload = readEventData(event.data, definition, { codec: rules.codec, nowMs, pointer: '/data' });
  checkEventKey(definition.key(payload));
  const { id, source, subject, correlationId, causationId, traceparent } = event;
  return { definition, payload, id, source, time, subject, correlationId, causationId, traceparent };
}

function readTime(text: string, nowMs: number): Date {
  const time = readEventTime(text, nowMs);
  if (time instanceof Date) return time;
  const issues = [{ pointer: '/time', detail: time.problem }];
  throw new SpillwayError('SPW-4051', `The time of the event ${time.problem}`, { issues });
}
