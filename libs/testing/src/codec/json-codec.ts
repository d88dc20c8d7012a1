import { SpillwayError, type EventDefinition } from '@spillway/events';
import type { DecodedEvent, EventCodec } from '@spillway/streaming';

/**
 * A codec for tests that are not about contracts: values are JSON texts `{ "type", "payload" }`. No registry, no
 * checks; whatever is no such text is not decodable (`SPW-3001`).
 */
export function jsonCodec(definitions: readonly EventDefinition<never>[] = []): EventCodec {
  const known = new Map(definitions.map((definition) => [definition.type, definition as unknown as EventDefinition]));
  return {
    encode: (definition, payload) => Buffer.from(JSON.stringify({ type: definition.type, payload })),
    decode: (value) => decode(value, known),
    parseJson: <T>(_definition: EventDefinition<T>, json: unknown) => json as T,
    toJson: (event) => event.payload,
    warmUp: async () => {},
  };
}

function decode(value: Buffer, known: ReadonlyMap<string, EventDefinition>): DecodedEvent {
  const parsed = parse(value);
  const type = parsed?.type;
  if (typeof type !== 'string') throw new SpillwayError('SPW-3001', 'The value is no JSON event');
  return { schemaId: 1, type, definition: known.get(type), payload: parsed?.payload };
}

function parse(value: Buffer): { type?: unknown; payload?: unknown } | undefined {
  try {
    return JSON.parse(value.toString('utf8')) as { type?: unknown; payload?: unknown };
  } catch {
    return undefined;
  }
}
