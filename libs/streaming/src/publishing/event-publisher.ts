import type { EventDefinition } from '@spillway/events';
import type { Clock } from '../ports/clock.js';
import type { EventCodec } from '../ports/event-codec.js';
import type { OutgoingRecord } from '../ports/record.js';
import type { RecordSink } from '../ports/record-sink.js';
import { noTracing, type Tracing } from '../ports/tracing.js';
import { encodeEvent, type PublishAttributes } from './encode-event.js';
import type { PublishedEvent } from '../group/published-event.js';

export interface EventPublisherOptions {
  readonly sink: RecordSink;
  readonly codec: Pick<EventCodec, 'encode'>;
  readonly clock: Clock;
  /** Ids for events that come without one. */
  readonly newId: () => string;
  /** Default: off. */
  readonly tracing?: Tracing;
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
    const encoded = encodeEvent({ definition, payload, attributes }, this.options);
    // Awaited only when it must be: what is known at once is appended within this turn.
    const { id, record } = encoded instanceof Promise ? await encoded : encoded;
    const { topic, partition, offset } = await this.append(record);
    return { topic, partition, offset, id };
  }

  private append(record: OutgoingRecord): ReturnType<RecordSink['append']> {
    const { sink, tracing = noTracing } = this.options;
    if (!tracing.isOn) return sink.append(record);
    return tracing.send(record, (carried) => sink.append({ ...record, headers: { ...record.headers, ...carried } }));
  }
}
