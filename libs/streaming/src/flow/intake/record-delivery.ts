import { readEventHeaders, type EventDefinition, type EventEnvelope } from '@spillway/events';
import type { Delivery, FollowUpAttributes } from '../../group/delivery.js';
import type { DecodedEvent } from '../../ports/event-codec.js';
import type { LogRecord, TopicPartition } from '../../ports/record.js';
import type { EventIdentity } from '../../ports/state-store.js';
import type { PublishedEvent } from '../../group/published-event.js';
import type { FollowUps } from '../../publishing/follow-ups.js';
import { originName } from '../../retry/order/origin-name.js';

/** Where the event first lay. */
export interface DeliveryOrigin extends TopicPartition {
  readonly offset: number;
  readonly timestampMs: number;
}

interface Read {
  readonly origin: DeliveryOrigin;
  /** Which life of the topic the origin lies in; undefined when nobody knows. */
  readonly topicId: string | undefined;
  readonly decoded: DecodedEvent;
  readonly definition: EventDefinition;
  readonly attempt: number;
  readonly redelivered: boolean;
  readonly hops: number;
  readonly followUps: FollowUps;
}

/**
 * A delivery that reads its record's headers and key when first asked for them: many handlers look at the event alone,
 * and decoding headers costs as much as decoding the event.
 */
export class RecordDelivery implements Delivery {
  readonly event: unknown;
  readonly definition: EventDefinition;
  readonly redelivered: boolean;
  readonly hops: number;
  attempt: number;
  private readonly origin: DeliveryOrigin;
  private readonly topicId: string | undefined;
  private readonly type: string;
  private readonly followUps: FollowUps;
  private attributes: Partial<EventEnvelope> | undefined = undefined;
  private publishing: Promise<PublishedEvent>[] | undefined = undefined;
  private isSealed = false;

  constructor(
    public record: LogRecord,
    { origin, topicId, decoded, definition, attempt, redelivered, hops, followUps }: Read,
  ) {
    this.event = decoded.payload;
    this.type = decoded.type;
    this.origin = origin;
    this.topicId = topicId;
    this.definition = definition;
    this.attempt = attempt;
    this.redelivered = redelivered;
    this.hops = hops;
    this.followUps = followUps;
  }

  get topic(): string {
    return this.origin.topic;
  }

  get partition(): number {
    return this.origin.partition;
  }

  get offset(): bigint {
    return BigInt(this.origin.offset);
  }

  get timestampMs(): number {
    return this.origin.timestampMs;
  }

  get key(): string | null {
    return this.record.key === null ? null : this.record.key.toString('utf8');
  }

  get envelope(): EventEnvelope {
    return { ...this.read(), ...this.countedAs, type: this.type };
  }

  /** Undefined when the record names none. */
  get identity(): EventIdentity | undefined {
    return identityOf(this.read());
  }

  /** An event without identity is named after its place, so that everybody always has a stable name for it. */
  get countedAs(): EventIdentity {
    return this.identity ?? placeIdentity(this.origin, this.topicId);
  }

  publish<E>(definition: EventDefinition<E>, payload: E, attributes: FollowUpAttributes = {}): Promise<PublishedEvent> {
    if (this.isSealed) return this.followUps.refuse(this);
    this.publishing ??= [];
    const event = this.followUps.publish(this, this.publishing.length, { definition, payload, attributes });
    this.publishing.push(event);
    // Whoever settles the delivery looks at it; the handler need not.
    event.catch(() => undefined);
    return event;
  }

  get hasPublished(): boolean {
    return this.publishing !== undefined;
  }

  /** What must be awaited before the delivery counts as done; undefined when nothing was published. */
  published(): Promise<unknown> | undefined {
    return this.publishing === undefined ? undefined : Promise.all(this.publishing);
  }

  /** Its handler or its unit of work has ended: nothing is published any more. */
  seal(): void {
    this.isSealed = true;
  }

  /** Before another attempt: it publishes the same again. */
  reset(attempt: number): void {
    this.attempt = attempt;
    this.publishing = undefined;
    this.isSealed = false;
  }

  private read(): Partial<EventEnvelope> {
    this.attributes ??= readEventHeaders(this.record.headers).attributes;
    return this.attributes;
  }
}

/** Who an event is, if its attributes say so. */
export function identityOf({ source, id }: Partial<EventEnvelope>): EventIdentity | undefined {
  return source === undefined || id === undefined ? undefined : { source, id };
}

/** A recreated topic has other events at the same places, and so has a log behind the end at which it was cut. */
export function placeIdentity(
  { topic, partition, offset, timestampMs }: DeliveryOrigin,
  topicId: string | undefined,
): EventIdentity {
  const life = topicId === undefined ? '' : `:${topicId}`;
  return { source: `urn:log:${topic}${life}`, id: `${partition}-${originName(offset, timestampMs)}` };
}
