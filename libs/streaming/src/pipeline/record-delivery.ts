import { readEventHeaders, type EventDefinition, type EventEnvelope } from '@spillway/events';
import type { Delivery } from '../group/delivery.js';
import type { DecodedEvent } from '../ports/event-codec.js';
import type { LogRecord } from '../ports/record.js';
import type { EventIdentity } from '../ports/state-store.js';

interface Read {
  readonly decoded: DecodedEvent;
  readonly definition: EventDefinition;
  readonly redelivered: boolean;
}

/**
 * A delivery that reads its record's headers and key when first asked for them: many handlers look at the event alone,
 * and decoding headers costs as much as decoding the event.
 */
export class RecordDelivery implements Delivery {
  readonly event: unknown;
  readonly definition: EventDefinition;
  readonly topic: string;
  readonly partition: number;
  readonly timestampMs: number;
  readonly redelivered: boolean;
  private readonly type: string;
  private attributes: Partial<EventEnvelope> | undefined = undefined;

  constructor(
    readonly record: LogRecord,
    { decoded, definition, redelivered }: Read,
  ) {
    this.event = decoded.payload;
    this.type = decoded.type;
    this.definition = definition;
    this.topic = record.topic;
    this.partition = record.partition;
    this.timestampMs = record.timestampMs;
    this.redelivered = redelivered;
  }

  get offset(): bigint {
    return BigInt(this.record.offset);
  }

  get key(): string | null {
    return this.record.key === null ? null : this.record.key.toString('utf8');
  }

  get envelope(): EventEnvelope {
    const { topic, partition, offset } = this.record;
    // An event without identity is named after its place, so that handlers always have a stable name for it.
    const named = this.identity ?? { source: `urn:log:${topic}`, id: `${partition}-${offset}` };
    return { ...this.read(), ...named, type: this.type };
  }

  /** Undefined when the record names none. */
  get identity(): EventIdentity | undefined {
    return identityOf(this.read());
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
