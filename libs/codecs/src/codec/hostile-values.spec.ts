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

/** Decodes bytes as a value of the schema; `definitions` as this process knows them. */
async function decode(schema: AvroSchema, hex: string, definitions: readonly EventDefinition<never>[] = []) {
  const oneSchema = { ...registry, schemaById: () => Promise.resolve(schema) };
  const value = Buffer.concat([Buffer.alloc(5), Buffer.from(hex, 'hex')]);
  return avroCodec({ registry: oneSchema, definitions }).decode(value);
}

const unreadable = (reason: string) => ({ code: 'SPW-3001', context: expect.objectContaining({ reason }) as unknown });

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
    ['items of no bytes', { type: 'array', items: 'null' }, '80a8d6b90700', 'bomb'],
    ['a block that leads backwards', { type: 'array', items: 'int' }, '0105', 'decode'],
    ['entries of no bytes', { type: 'map', values: 'null' }, '80a8d6b90700', 'bomb'],
    [
      'records in themselves',
      { type: 'record', name: 'List', fields: [{ name: 'next', type: ['null', 'List'] }] },
      '02'.repeat(100_000),
      'depth',
    ],
  ])('is bounded too: %s', async (_name, type, hex, reason) => {
    await expect(decode(written(type), hex, [contract])).rejects.toMatchObject(unreadable(reason));
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
