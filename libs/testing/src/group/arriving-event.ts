import { envelopeToHeaders, type EventDefinition } from '@spillway/events';
import type { EventCodec, MutableHeaders, OutgoingRecord, RecordHeaders } from '@spillway/streaming';

/** An event as a producer would append it, or bytes that are none. */
export interface ArrivingEvent {
  readonly topic: string;
  /** For journals. */
  readonly label: string;
  toRecord(codec: Pick<EventCodec, 'encode'>, newId: () => string): Promise<OutgoingRecord>;
}

export interface ArrivingEventOptions {
  /** Default: a new one. The same id twice is the same event twice; null for an event that names neither id nor source. */
  readonly id?: string | null;
  readonly source?: string;
  /** Default: what the definition says; null for none. */
  readonly key?: string | null;
  /** Default: chosen by the key. */
  readonly partition?: number;
  /** When it happened. */
  readonly time?: Date;
  readonly correlationId?: string;
  /** Besides those of the event's attributes. */
  readonly headers?: RecordHeaders;
}

/** An event that lies in the log or arrives there. One object given twice is one event that lies there twice. */
export function event<T>(
  definition: EventDefinition<T>,
  payload: T,
  options: ArrivingEventOptions = {},
): ArrivingEvent {
  const { source = '/test', partition, time, correlationId, headers = {} } = options;
  const key = options.key === undefined ? definition.key(payload) : options.key;
  let { id } = options;
  return {
    topic: definition.topic,
    label: `${definition.type} of ${key ?? 'no key'}`,
    toRecord: async (codec, newId) => {
      if (id === undefined) id = newId();
      const envelope = { id: id ?? '', source, type: definition.type, time: time?.toISOString(), correlationId };
      const attributes = envelopeToHeaders(envelope);
      const all: MutableHeaders = { ...(id === null ? withoutIdentity(attributes) : attributes), ...headers };
      return {
        topic: definition.topic,
        partition,
        key: key === null ? null : Buffer.from(key),
        value: await codec.encode(definition, payload, all),
        headers: all,
      };
    },
  };
}

function withoutIdentity(attributes: RecordHeaders): RecordHeaders {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== 'ce_id' && name !== 'ce_source'));
}

/** Bytes as somebody else may have written them: no event, a tombstone, a header that lies. */
export function rawRecord(
  topic: string,
  record: {
    readonly key?: Buffer | string | null;
    readonly value: Buffer | string | null;
    readonly headers?: RecordHeaders;
    readonly partition?: number;
  },
): ArrivingEvent {
  const { partition, headers = {} } = record;
  const [key, value] = [record.key ?? null, record.value].map((bytes) =>
    typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
  ) as [Buffer | null, Buffer | null];
  const outgoing = { topic, partition, key, value, headers };
  return { topic, label: `a record of ${key?.toString() ?? 'no key'}`, toRecord: async () => outgoing };
}
