import { envelopeToHeaders, type EventDefinition, type EventEnvelope } from '@spillway/events';
import type { Clock } from '../ports/clock.js';
import type { EventCodec } from '../ports/event-codec.js';
import type { RecordPosition } from '../ports/record.js';
import type { RecordSink } from '../ports/record-sink.js';

/** What a caller says about an event besides its payload. */
export interface PublishAttributes extends Omit<Partial<EventEnvelope>, 'type' | 'time'> {
  readonly source: string;
  /** When it happened; now when absent. */
  readonly time?: Date;
}

export interface PublishedEvent extends RecordPosition {
  readonly id: string;
}

export interface EventPublisherOptions {
  readonly sink: RecordSink;
  readonly codec: Pick<EventCodec, 'encode'>;
  readonly clock: Clock;
  /** Ids for events that come without one. */
  readonly newId: () => string;
}

/** Publishes events by their definition: contract, topic and key come from there. */
export class EventPublisher {
  constructor(private readonly options: EventPublisherOptions) {}

  /**
   * Resolves only when the event is in the log of all in-sync replicas; events of one key keep the order of the calls
   * once their contract is known to the codec (`warmUp`).
   *
   * @throws SpillwayError `SPW-3001` payload and contract do not fit · `SPW-3003` registry not reachable ·
   *   `SPW-1110` surely not written · `SPW-1111` unknown: publish again with the same id
   */
  async publish<T>(definition: EventDefinition<T>, payload: T, attributes: PublishAttributes): Promise<PublishedEvent> {
    const { clock, codec, newId, sink } = this.options;
    const id = attributes.id ?? newId();
    const time = (attributes.time ?? new Date(clock.nowMs())).toISOString();
    const encoded = codec.encode(definition, payload);
    const value = encoded instanceof Promise ? await encoded : encoded;
    const position = await sink.append({
      topic: definition.topic,
      key: Buffer.from(definition.key(payload)),
      value,
      headers: envelopeToHeaders({ ...attributes, id, time, type: definition.type }),
    });
    return { ...position, id };
  }
}
