import { payloadKinds, type PayloadKind } from './payload-kinds.ts';
import { SchemaTypes } from './schema-types.ts';

type Payload = Readonly<Record<string, unknown>>;

const values: readonly (readonly [PayloadKind, unknown])[] = [
  ['text', 'no symbol'],
  ['number', 1],
  ['bigint', 1n],
  ['boolean', true],
  ['date', new Date(0)],
  ['buffer', Buffer.of(0)],
  ['null', null],
  ['array', []],
  ['object', {}],
];

/** The payload with each of its fields in turn of every kind that its type does not have, also within records, arrays and maps. */
export function wrongPayloads(schema: unknown, payload: Payload): readonly Payload[] {
  const types = new SchemaTypes(schema);
  return wrongParts(schema, payload);

  function wrongValues(part: unknown, value: unknown): readonly unknown[] {
    const right = payloadKinds(part, types);
    return [...values.filter(([kind]) => !right.has(kind)).map(([, wrong]) => wrong), ...wrongParts(part, value)];
  }

  /** @param value one of the type, in which a part of it is replaced; without one no record is made */
  function wrongParts(part: unknown, value: unknown): readonly Payload[] {
    const { type, items, values: inner, fields = [] } = types.definitionOf(part);
    const [first] = Object.values(value ?? {}) as readonly unknown[];
    if (type === 'array') return wrongValues(items, first).map((wrong) => [wrong] as unknown as Payload);
    if (type === 'map') return wrongValues(inner, first).map((wrong) => ({ key: wrong }));
    if (value === undefined) return [];
    return fields.flatMap(({ name, type: of }) =>
      wrongValues(of, (value as Payload)[name]).map((wrong) => ({ ...(value as Payload), [name]: wrong })),
    );
  }
}
