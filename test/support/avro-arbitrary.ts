import * as fc from 'fast-check';

interface AvroNode {
  readonly type: unknown;
  readonly logicalType?: string;
  readonly precision?: number;
  readonly scale?: number;
  readonly fields?: readonly { readonly name: string; readonly type: unknown }[];
  readonly items?: unknown;
  readonly values?: unknown;
  readonly symbols?: readonly string[];
  readonly size?: number;
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !value.includes('\0'));

const primitives: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  null: fc.constant(null),
  boolean: fc.boolean(),
  int: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  long: fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
  float: fc.float({ noNaN: true, noDefaultInfinity: true }),
  double: fc.double({ noNaN: true, noDefaultInfinity: true }),
  string: text,
  bytes: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
};

/** Payloads of an Avro schema, in the forms that the codec promises. */
export function avroArbitrary(schema: unknown): fc.Arbitrary<unknown> {
  if (typeof schema === 'string') return primitives[schema] ?? unknownSchema(schema);
  if (Array.isArray(schema)) return fc.oneof(...schema.map(avroArbitrary));
  const node = schema as AvroNode;
  if (node.logicalType === 'decimal') return decimal(node.precision!, node.scale ?? 0);
  if (node.logicalType === 'timestamp-millis') return fc.date({ noInvalidDate: true });
  switch (node.type) {
    case 'record':
      return fc.record(Object.fromEntries(node.fields!.map(({ name, type }) => [name, avroArbitrary(type)])));
    case 'array':
      return fc.array(avroArbitrary(node.items), { maxLength: 5 });
    case 'map':
      return fc.dictionary(fc.string({ maxLength: 8 }), avroArbitrary(node.values), {
        maxKeys: 5,
        noNullPrototype: true,
      });
    case 'enum':
      return fc.constantFrom(...node.symbols!);
    case 'fixed':
      return fc.uint8Array({ minLength: node.size!, maxLength: node.size! }).map((bytes) => Buffer.from(bytes));
    default:
      return avroArbitrary(node.type);
  }
}

/** All amounts the contract can hold, the largest and smallest more often than chance would have it. */
function decimal(precision: number, scale: number): fc.Arbitrary<string> {
  const most = 10n ** BigInt(precision) - 1n;
  return fc.oneof(fc.bigInt(-most, most), fc.constantFrom(0n, most, -most)).map((unscaled) => {
    const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
    const point = digits.length - scale;
    const shown = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
    return unscaled < 0n ? `-${shown}` : shown;
  });
}

function unknownSchema(name: string): never {
  throw new Error(`No payloads for ${name}`);
}
