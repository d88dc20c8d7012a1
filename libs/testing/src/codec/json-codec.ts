import { SpillwayError, type EventDefinition } from '@spillway/events';
import type { DecodedEvent, EventCodec } from '@spillway/streaming';

/**
 * A codec for tests that are not about contracts: values are JSON texts `{ "type", "payload" }`. No registry, no
 * checks; whatever is no such text is not decodable (`SPW-3001`). What JSON has no word for comes back as it was: dates,
 * bigints, bytes.
 */
export function jsonCodec(definitions: readonly EventDefinition<never>[] = []): EventCodec {
  const known = new Map(definitions.map((definition) => [definition.type, definition as unknown as EventDefinition]));
  return {
    encode: (definition, payload) => Buffer.from(JSON.stringify({ type: definition.type, payload }, tagged)),
    decode: (value) => decode(value, known),
    parseJson: <T>(_definition: EventDefinition<T>, json: unknown) => json as T,
    toJson: (event) => event.payload,
    decodeAsJson: (value) => {
      const { type, payload } = decode(value, known);
      return { type, text: Buffer.from(JSON.stringify(payload)) };
    },
    writtenJson: async (value) => decode(value, known).payload,
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
    return JSON.parse(value.toString('utf8'), untagged) as { type?: unknown; payload?: unknown };
  } catch {
    return undefined;
  }
}

/** A replacer of `JSON.stringify`; `this` holds the value before its `toJSON`. */
function tagged(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const original = this[name];
  if (typeof original === 'bigint') return { $bigint: String(original) };
  if (original instanceof Date) return { $date: original.toISOString() };
  if (original instanceof Uint8Array) return { $bytes: Buffer.from(original).toString('base64') };
  return value;
}

function untagged(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [entry, more] = Object.entries(value);
  if (entry === undefined || more !== undefined || typeof entry[1] !== 'string') return value;
  const [tag, text] = entry;
  if (tag === '$bigint') return BigInt(text);
  if (tag === '$date') return new Date(text);
  return tag === '$bytes' ? Buffer.from(text, 'base64') : value;
}
