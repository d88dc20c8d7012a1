import type { EventDefinition } from '@spillway/events';
import type { HeaderValue, LogRecord } from './record.js';

export interface DecodedEvent<T = unknown> {
  /** 0 where the record names its schema by a GUID. */
  readonly schemaId: number;
  /** In a record that names its schema by it, in a header. */
  readonly schemaGuid?: string;
  /** Avro full name in the writer's schema. */
  readonly type: string;
  /**
   * Of the event that the payload is read as: the one of this type, or one that had this name before (an alias of its
   * schema). Absent when this process knows neither; the payload then follows the writer's schema.
   */
  readonly definition: EventDefinition<T> | undefined;
  readonly payload: T;
}

/** An event whose payload is JSON text, as UTF-8. */
export interface EventJson extends Pick<DecodedEvent, 'type'> {
  readonly text: Buffer;
}

/** The record that a value lies in, as far as it tells how to read the value. */
export type ValueOrigin = Pick<LogRecord, 'topic' | 'headers'>;

/** Headers of a record that is being made. */
export type MutableHeaders = Record<string, HeaderValue | readonly HeaderValue[] | undefined>;

/**
 * Between payloads and record values (Confluent frame + Avro), and between payloads and JSON.
 * `encode` and `decode` answer at once when the schema id is cached and a promise when the registry must be asked:
 * await only what is a promise.
 *
 * Errors: `SPW-3001` not decodable or not encodable (poison) · `SPW-3002` schema id not found (poison once the record has
 * some age) · `SPW-3003` registry not reachable or not answering (wait, retryable) · `SPW-3004` JSON breaks the contract
 * (issues with pointers).
 */
export interface EventCodec {
  /**
   * @param headers of the record that the value is for: where schema ids travel in a header, it is put in there
   * @throws TypeError when the topic keeps schema ids in a header and no headers are given
   */
  encode<T>(definition: EventDefinition<T>, payload: T, headers?: MutableHeaders): Buffer | Promise<Buffer>;
  /**
   * @param origin the record it lies in, under the topic it first lay in. Without it the schema id is expected in the
   *   value, and nothing is trusted.
   */
  decode(value: Buffer, origin?: ValueOrigin): DecodedEvent | Promise<DecodedEvent>;
  /** What `decode` and `toJson` give, as text, for those who keep nothing but that: it need not make the values in between. */
  decodeAsJson(value: Buffer, origin?: ValueOrigin): EventJson | Promise<EventJson>;
  /** The value as JSON by the schema it was written with and nothing else: for people who ask what a sender said. */
  writtenJson(value: Buffer, origin?: ValueOrigin): Promise<unknown>;
  /** JSON → payload: decimals from strings, times from RFC 3339, bytes from base64; unknown fields are refused. */
  parseJson<T>(definition: EventDefinition<T>, json: unknown): T;
  /** Payload → JSON value in the form above; stable field order (the schema's). */
  toJson(event: DecodedEvent): unknown;
  /** Fetches ids and reader schemas of these definitions, so that the first event is a hit. `SPW-3005` when a contract is not registered. */
  warmUp(definitions: readonly EventDefinition<never>[]): Promise<void>;
}
