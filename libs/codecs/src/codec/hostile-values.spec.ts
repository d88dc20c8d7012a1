import { describe, expect, it } from '@jest/globals';
import { defineEvent, knownEvents, OrderPlaced, type AvroSchema, type EventDefinition } from '@spillway/events';
import * as fc from 'fast-check';
import { memoryRegistry } from '../registry/memory-registry.js';
import { avroCodec } from './avro-codec.js';

const registry = memoryRegistry();
const record = (fields: readonly unknown[]): AvroSchema => ({
  type: 'record',
  name: 'Hostile',
  namespace: 'test',
  fields,
});
const fieldOf = (type: unknown): AvroSchema => record([{ name: 'f', type }]);

/** Decodes bytes as a value of the schema; `definitions` as this process knows them. */
async function decode(schema: AvroSchema, hex: string, definitions: readonly EventDefinition<never>[] = []) {
  const oneSchema = { ...registry, schemaById: () => Promise.resolve(schema) };
  const value = Buffer.concat([Buffer.alloc(5), Buffer.from(hex, 'hex')]);
  return avroCodec({ registry: oneSchema, definitions }).decode(value);
}

const unreadable = (reason: string) => ({ code: 'SPW-3001', context: expect.objectContaining({ reason }) as unknown });

describe('a value without a sound frame', () => {
  const codec = avroCodec({ registry, definitions: knownEvents });
  it.each([
    ['short', ''],
    ['short', '00000000'],
    ['magic', '7b22612200'],
    ['magic', '0100000001'],
  ])('is unreadable (%s): %s', (reason, hex) => {
    expect(() => codec.decode(Buffer.from(hex, 'hex'))).toThrow(expect.objectContaining(unreadable(reason)));
  });

  it.each(['00000000', 'ffffffff', '7fffffff'])(
    'with an id nobody knows (%s) says that the schema is missing',
    async (id) => {
      await expect(codec.decode(Buffer.from(`00${id}`, 'hex'))).rejects.toMatchObject({ code: 'SPW-3002' });
    },
  );
});

describe('a value that breaks its schema is unreadable', () => {
  const nullable = ['null', 'string'];
  const decimal = { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 };
  const time = { type: 'long', logicalType: 'timestamp-millis' };
  const suit = { type: 'enum', name: 'Suit', symbols: ['HEARTS'] };
  const list = { name: 'List', type: 'record', fields: [{ name: 'next', type: ['null', 'List'] }] };
  it.each<[string, unknown, string]>([
    ['cut off', 'string', '0c61'],
    ['empty', 'string', ''],
    ['length 2^31', 'string', '8080808010'],
    ['length 2^40', 'bytes', '808080808040'],
    ['negative length', 'string', '01'],
    ['negative length of a decimal', decimal, '01'],
    ['50 million items of no bytes', { type: 'array', items: 'null' }, '80e1eb1700'],
    [
      'a billion items of no bytes',
      { type: 'array', items: { type: 'record', name: 'E', fields: [] } },
      '80a8d6b90700',
    ],
    ['a billion entries', { type: 'map', values: 'null' }, '80a8d6b90700'],
    ['a billion items in a block with a size', { type: 'array', items: 'null' }, 'ffa7d6b9070000'],
    [
      'items of no bytes in items',
      { type: 'array', items: { type: 'array', items: 'null' } },
      `14${'fe ff 07 00'.replaceAll(' ', '').repeat(10)}00`,
    ],
    ['endless recursion', list, '02'.repeat(200_000)],
    [
      'a map key that is a prototype',
      { type: 'map', values: 'string' },
      '02125f5f70726f746f5f5f0279 00'.replace(' ', ''),
    ],
    ['a long beyond 53 bits', 'long', 'ffffffffffffffffff01'],
    ['union index 7', nullable, '0e'],
    ['union index -1', nullable, '01'],
    ['enum index 9', suit, '12'],
    ['a decimal with more digits than agreed', decimal, '06989680'],
    ['a decimal of 1000 bytes', decimal, `d00f${'00'.repeat(1000)}`],
    ['a time that no date can hold', time, 'feffffffffffff1f'],
  ])('%s', async (_name, type, hex) => {
    const started = performance.now();
    await expect(decode(fieldOf(type), hex)).rejects.toMatchObject(unreadable('decode'));
    // Bounded before the items are made: the worst of these would otherwise take minutes and gigabytes.
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('bytes left over', async () => {
    await expect(decode(fieldOf('string'), '0261ff')).rejects.toMatchObject(unreadable('trailing'));
  });
});

describe('a field that the contract dropped', () => {
  const contract = defineEvent({ topic: 't', schema: record([{ name: 'kept', type: 'string' }]), key: () => 'k' });
  const written = (type: unknown): AvroSchema =>
    record([
      { name: 'f', type },
      { name: 'kept', type: 'string' },
    ]);

  it('is passed over', async () => {
    const schema = written({ type: 'map', values: { type: 'array', items: 'int' } });
    const event = await decode(schema, '0202610402040000026b', [contract]);
    expect(event.payload).toEqual({ kept: 'k' });
  });

  it.each([
    ['items of no bytes', { type: 'array', items: 'null' }, '80a8d6b90700'],
    ['a block that leads backwards', { type: 'array', items: 'int' }, '0105'],
    ['entries of no bytes', { type: 'map', values: 'null' }, '80a8d6b90700'],
  ])('is bounded too: %s', async (_name, type, hex) => {
    await expect(decode(written(type), hex, [contract])).rejects.toMatchObject(unreadable('decode'));
  });
});

describe('a schema that is of no use', () => {
  it.each<[string, AvroSchema]>([
    ['unknown type', fieldOf('nothing')],
    ['a field that is a prototype', record([{ name: '__proto__', type: 'string' }])],
    ['no schema', { type: 'nothing' }],
    ['nested beyond reason', JSON.parse(`${'{"type":"array","items":'.repeat(20_000)}"int"${'}'.repeat(20_000)}`)],
  ])('makes its values unreadable: %s', async (_name, schema) => {
    await expect(decode(schema, '00')).rejects.toMatchObject(unreadable('schema'));
  });

  it('makes them unreadable when the contract cannot read it', async () => {
    const contract = defineEvent({ topic: 't', schema: fieldOf('string'), key: () => 'k' });
    await expect(decode(fieldOf('int'), '02', [contract])).rejects.toMatchObject(unreadable('resolve'));
  });

  it('for instance because its decimals have another scale', async () => {
    const decimal = (scale: number) => ({ type: 'bytes', logicalType: 'decimal', precision: 6, scale });
    const contract = defineEvent({ topic: 't', schema: fieldOf(decimal(2)), key: () => 'k' });
    await expect(decode(fieldOf(decimal(4)), '0201', [contract])).rejects.toMatchObject(unreadable('resolve'));
  });
});

it('any bytes give an event or SPW-3001, never anything else', async () => {
  const id = await registry.register(OrderPlaced.subject, OrderPlaced.schema);
  const codec = avroCodec({ registry, definitions: knownEvents });
  await codec.warmUp([OrderPlaced]);
  const frame = Buffer.from([0, 0, 0, 0, id]);
  const example = Buffer.from(
    '0c353336333635020a31373835301c556e69746564204b696e67646f6d8087ce90944b020441420002040604639c00',
    'hex',
  );
  const edits = fc.array(fc.tuple(fc.nat(example.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(edits, fc.nat(example.length), (changes, length) => {
      const bytes = Buffer.from(example);
      for (const [index, byte] of changes) bytes[index] = byte;
      try {
        codec.decode(Buffer.concat([frame, bytes.subarray(0, length)]));
      } catch (error) {
        expect(error).toMatchObject({ code: 'SPW-3001' });
      }
    }),
    { numRuns: 2_000 },
  );
});
