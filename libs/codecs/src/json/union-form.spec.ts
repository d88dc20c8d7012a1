import { describe, expect, it } from '@jest/globals';
import { defineEvent, type AvroSchema } from '@spillway/events';
import { avroCodec } from '../codec/avro-codec.js';
import { memoryRegistry } from '../registry/memory-registry.js';
import { registerContracts } from '../registry/register-contracts.js';

const time = { type: 'long', logicalType: 'timestamp-millis' };
const line = { type: 'record', name: 'Line', fields: [{ name: 'n', type: 'int' }] };

/** The codec of an event with one field of this type. */
async function codecOf(type: unknown) {
  const schema: AvroSchema = { type: 'record', name: 'E', namespace: 'shop', fields: [{ name: 'f', type }] };
  const definition = defineEvent<{ readonly f: unknown }>({ topic: 'shop', schema, key: () => 'k' });
  const registry = memoryRegistry();
  await registerContracts(registry, [definition as never]);
  const codec = avroCodec({ registry, definitions: [definition as never] });
  await codec.warmUp([definition as never]);
  return { codec, definition };
}

describe('a union that JSON cannot tell apart', () => {
  const texts = ['null', 'string', 'bytes'];
  const twoRecords = [line, { ...line, name: 'Other' }];
  const date = { type: 'int', logicalType: 'date' };

  it.each<[unknown, unknown, unknown]>([
    [texts, null, null],
    [texts, { string: 'text' }, { string: 'text' }],
    [texts, { bytes: Buffer.from('ab') }, { bytes: 'YWI=' }],
    [twoRecords, { 'shop.Other': { n: 7 } }, { 'shop.Other': { n: 7 } }],
    // A time is an object in a payload.
    [[time, line], { long: new Date(0) }, { long: '1970-01-01T00:00:00.000Z' }],
    [[time, line], { 'shop.Line': { n: 7 } }, { 'shop.Line': { n: 7 } }],
    [['string', date], { int: '2026-11-27' }, { int: '2026-11-27' }],
  ])('%j names the branch of a value: %j', async (type, value, json) => {
    const { codec, definition } = await codecOf(type);
    const event = codec.decode(codec.encode(definition, { f: value }) as Buffer) as Parameters<typeof codec.toJson>[0];
    expect(event.payload).toEqual({ f: value });
    expect(codec.toJson(event)).toEqual({ f: json });
    expect(codec.parseJson(definition, { f: json })).toEqual({ f: value });
  });

  it.each([['text'], [{}], [{ string: 'a', bytes: 'YWI=' }], [{ int: 1 }], [[]], [{ string: 7 }], [{ bytes: 'no!' }]])(
    'is refused as %j',
    async (json) => {
      const { codec, definition } = await codecOf(texts);
      expect(() => codec.parseJson(definition, { f: json })).toThrow(expect.objectContaining({ code: 'SPW-3004' }));
    },
  );

  it.each([['text'], [{ string: 'a', bytes: Buffer.alloc(0) }], [{ int: 1 }], [{ string: 7 }]])(
    'is not written as %j',
    async (f) => {
      const { codec, definition } = await codecOf(texts);
      expect(() => codec.encode(definition, { f })).toThrow(expect.objectContaining({ code: 'SPW-3001' }));
    },
  );
});

describe('a union of several types', () => {
  it.each<[unknown, unknown, unknown]>([
    [['null', 'string', 'long'], null, null],
    [['null', 'string', 'long'], 'text', 'text'],
    [['null', 'string', 'long'], 7, 7],
    [['boolean', line, { type: 'array', items: 'int' }], { n: 7 }, { n: 7 }],
    [
      ['boolean', line, { type: 'array', items: 'int' }],
      [1, 2],
      [1, 2],
    ],
    [['int', time], new Date(0), '1970-01-01T00:00:00.000Z'],
    [['int', time], 0, 0],
    [['null', 'int', 'bytes'], Buffer.from('ab'), 'YWI='],
  ])('%j has a value and its JSON without a tag', async (type, value, json) => {
    const { codec, definition } = await codecOf(type);
    const event = codec.decode(codec.encode(definition, { f: value }) as Buffer) as Parameters<typeof codec.toJson>[0];
    expect(event.payload).toEqual({ f: value });
    expect(codec.toJson(event)).toEqual({ f: json });
    expect(codec.parseJson(definition, { f: json })).toEqual({ f: value });
  });

  it('says which types it has, and what is wrong inside of one', async () => {
    const { codec, definition } = await codecOf(['null', 'long', line]);
    const issuesOf = (f: unknown): unknown => {
      try {
        return codec.parseJson(definition, { f });
      } catch (error) {
        return (error as { readonly issues: unknown }).issues;
      }
    };
    expect(issuesOf('text')).toEqual([{ pointer: '/f', detail: 'must be one of: null, number, object' }]);
    expect(issuesOf({ n: 'x' })).toEqual([{ pointer: '/f/n', detail: expect.stringContaining('must be') }]);
  });
});
