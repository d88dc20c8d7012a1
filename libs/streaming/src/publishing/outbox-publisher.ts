import type { EventDefinition } from '@spillway/events';
import type { Clock } from '../ports/clock.js';
import type { EventCodec } from '../ports/event-codec.js';
import type { Outbox } from '../ports/outbox.js';
import { encodeEvent, type PublishAttributes } from './encode-event.js';

export interface OutboxPublisherOptions<Tx> {
  readonly outbox: Pick<Outbox<Tx>, 'add'>;
  readonly codec: Pick<EventCodec, 'encode'>;
  readonly clock: Clock;
  /** Ids for events that come without one. */
  readonly newId: () => string;
}

/** Publishes events by their definition with the transaction of the caller: for those that change a database in the same breath. */
export class OutboxPublisher<Tx> {
  constructor(private readonly options: OutboxPublisherOptions<Tx>) {}

  /**
   * Resolves when the event is noted in the transaction; it reaches the log at least once, under the answered id, after
   * the commit and only then. Events of one key keep the order of the commits, within one transaction that of the calls.
   *
   * @throws SpillwayError `SPW-3001` payload and contract do not fit · `SPW-3003` registry not reachable (the codec's
   *   `warmUp` at the start spares transactions the question) · `SPW-6001`, `SPW-6006` by the state store
   */
  async publish<T>(
    tx: Tx,
    definition: EventDefinition<T>,
    payload: T,
    attributes: PublishAttributes,
  ): Promise<{ readonly id: string }> {
    const encoded = encodeEvent({ definition, payload, attributes }, this.options);
    const { id, record } = encoded instanceof Promise ? await encoded : encoded;
    await this.options.outbox.add(tx, [record]);
    return { id };
  }
}
