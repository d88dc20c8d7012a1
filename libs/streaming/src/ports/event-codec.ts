import type { EventDefinition } from '@spillway/events';

export interface DecodedEvent<T = unknown> {
  readonly schemaId: number;
  /** Avro full name in the writer's schema. */
  readonly type: string;
  /** Absent when this process knows no event of that type; the payload then follows the writer's schema. */
  readonly definition: EventDefinition<T> | undefined;
  readonly payload: T;
}

/**
 * Between payloads and record values (Confluent frame + Avro), and between payloads and JSON.
 * `encode` and `decode` answer at once when the schema id is cached and a promise when the registry must be asked:
 * await only what is a promise.
 *
 * Errors: `SPW-3001` not decodable or not encodable (poison) · `SPW-3002` schema id not found (poison) · `SPW-3003`
 * registry not reachable or not answering (wait, retryable) · `SPW-3004` JSON breaks the contract (issues with pointers).
 */
export interface EventCodec {
  encode<T>(definition: EventDefinition<T>, payload: T): Buffer | Promise<Buffer>;
  decode(value: Buffer): DecodedEvent | Promise<DecodedEvent>;
  /** JSON → payload: decimals from strings, times from RFC 3339, bytes from base64; unknown fields are refused. */
  parseJson<T>(definition: EventDefinition<T>, json: unknown): T;
  /** Payload → JSON value in the form above; stable field order (the schema's). */
  toJson(event: DecodedEvent): unknown;
  /** Fetches ids and reader schemas of these definitions, so that the first event is a hit. `SPW-3005` when a contract is not registered. */
  warmUp(definitions: readonly EventDefinition<never>[]): Promise<void>;
}
