import {
  spillwayHeaders,
  SpillwayError,
  urlNamespace,
  uuidV5,
  type EventDefinition,
  type EventEnvelope,
} from '@spillway/events';
import { failpoint } from '../failpoints/failpoint.js';
import type { FollowUpAttributes } from '../group/delivery.js';
import { noTracing, type Tracing } from '../ports/tracing.js';
import type { EventPublisher } from './event-publisher.js';
import type { PublishedEvent } from '../group/published-event.js';

interface FollowUp<E> {
  readonly definition: EventDefinition<E>;
  readonly payload: E;
  readonly attributes: FollowUpAttributes;
}

/** The event that is answered. */
export interface AnsweredEvent {
  readonly envelope: EventEnvelope;
  /** How many handlers in a row led to it. */
  readonly hops: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** Publishes what handlers of a group publish in answer to an event. */
export class FollowUps {
  /** @param onRefused told of what came too late */
  constructor(
    private readonly groupId: string,
    private readonly publisher: Pick<EventPublisher, 'publish'> | undefined,
    private readonly tracing: Pick<Tracing, 'isOn'> = noTracing,
    private readonly onRefused: (answered: AnsweredEvent, error: SpillwayError) => void = () => {},
  ) {}

  /** When nobody waits for the event any more, a crash would lose it. Whoever publishes need not look at the answer. */
  refuse(answered: AnsweredEvent): Promise<never> {
    const detail =
      'A delivery publishes until its handler or its unit of work ends; afterwards a crash would lose the event';
    const error = new SpillwayError('SPW-5032', detail);
    this.onRefused(answered, error);
    const refused = Promise.reject<never>(error);
    refused.catch(() => undefined);
    return refused;
  }

  /**
   * The id is the UUIDv5 (RFC 9562) of the event's identity, the group and the index: whoever handles the event again
   * publishes the same ids.
   */
  async publish<E>(
    answered: AnsweredEvent,
    index: number,
    { definition, payload, attributes }: FollowUp<E>,
  ): Promise<PublishedEvent> {
    if (this.publisher === undefined) {
      throw new SpillwayError('SPW-5004', `Group ${this.groupId} was made without a publisher`);
    }
    const { source, id, correlationId, traceparent } = answered.envelope;
    const name = JSON.stringify([source, id, this.groupId, index]);
    await failpoint('before-handler-publish');
    const event = await this.publisher.publish(definition, payload, {
      source: attributes.source ?? source,
      id: uuidV5(name, urlNamespace),
      subject: attributes.subject,
      time: attributes.time,
      correlationId: correlationId ?? id,
      causationId: id,
      // A trace goes on through the span of the handler, which is linked to where its event was made.
      ...(this.tracing.isOn ? {} : { traceparent }),
      headers: { [spillwayHeaders.hops]: String(answered.hops + 1) },
    });
    await failpoint('after-handler-publish');
    return event;
  }
}
