import { envelopeToHeaders, type EventDefinition, type EventEnvelope } from '@spillway/events';
import type { Clock } from '../ports/clock.js';
import type { EventCodec, MutableHeaders } from '../ports/event-codec.js';
import type { OutgoingRecord, RecordHeaders } from '../ports/record.js';

/** What a caller says about an event besides its payload. */
export interface PublishAttributes extends Omit<Partial<EventEnvelope>, 'type' | 'time'> {
  readonly source: string;
  /** When it happened; now when absent. */
  readonly time?: Date;
  /** Record headers besides those of the event's attributes. */
  readonly headers?: RecordHeaders;
}

interface Event<T> {
  readonly definition: EventDefinition<T>;
  readonly payload: T;
  readonly attributes: PublishAttributes;
}

interface Encoding {
  readonly codec: Pick<EventCodec, 'encode'>;
  readonly clock: Clock;
  readonly newId: () => string;
}

/**
 * The record of an event: topic, contract and key come from its definition, its CloudEvents attributes are the headers.
 * A promise only while the codec must ask the registry, so that events encoded one after the other keep their order.
 *
 * @throws SpillwayError `SPW-3001` payload and contract do not fit · `SPW-3003` registry not reachable
 */
export function encodeEvent<T>(event: Event<T>, encoding: Encoding): Encoded | Promise<Encoded> {
  const { definition, payload, attributes } = event;
  const { headers: more, ...envelope } = attributes;
  const id = attributes.id ?? encoding.newId();
  const time = (attributes.time ?? new Date(encoding.clock.nowMs())).toISOString();
  const headers: MutableHeaders = {
    ...envelopeToHeaders({ ...envelope, id, time, type: definition.type }),
    ...more,
  };
  const toRecord = (value: Buffer): Encoded => ({
    id,
    record: {
      topic: definition.topic,
      key: Buffer.from(definition.key(payload)),
      value,
      headers,
    },
  });
  const value = encoding.codec.encode(definition, payload, headers);
  return value instanceof Promise ? value.then(toRecord) : toRecord(value);
}

interface Encoded {
  readonly id: string;
  readonly record: OutgoingRecord;
}
