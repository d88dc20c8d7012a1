import { describe, expect, it } from '@jest/globals';
import { defineEvent, isSpillwayError, OrderPlaced, type ErrorIssue, type EventDefinition } from '@spillway/events';
import { avroCodec } from '../codec/avro-codec.js';
import { memoryRegistry } from '../registry/memory-registry.js';

const codec = avroCodec({ registry: memoryRegistry(), definitions: [] });
const line = { stockCode: 'a', description: null, quantity: 1, unitPrice: '2.55' };
const order = { invoiceNo: '1', customerId: null, country: 'EIRE', placedAt: '2010-12-01T08:26:00Z', lines: [line] };

const contract = defineEvent<Record<string, unknown>>({
  topic: 't',
  key: () => 'k',
  schema: {
    type: 'record',
    name: 'Forms',
    namespace: 'test',
    fields: [
      { name: 'colour', type: { type: 'enum', name: 'Colour', symbols: ['RED', 'GREEN'] }, default: 'RED' },
      { name: 'count', type: 'long', default: 0 },
      { name: 'ratio', type: 'double', default: 0 },
      { name: 'tags', type: { type: 'map', values: 'int' }, default: {} },
      { name: 'blob', type: 'bytes', default: '' },
      { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 2 }, default: '\u0000\u0000' },
      { name: 'yes', type: 'boolean', default: true },
      {
        name: 'price',
        type: { type: 'bytes', logicalType: 'decimal', precision: 5, scale: 2 },
        default: '\u0001\u0000',
      },
    ],
  },
});

function issuesOf(parse: () => unknown): readonly ErrorIssue[] {
  try {
    parse();
  } catch (error) {
    if (isSpillwayError(error, 'SPW-3004')) return error.issues;
    throw error;
  }
  return [];
}
const pointersOf = (json: unknown) => issuesOf(() => codec.parseJson(OrderPlaced, json)).map(({ pointer }) => pointer);
const formIssues = (json: unknown) => issuesOf(() => codec.parseJson(contract, json));

describe('parseJson', () => {
  it('gives the payload forms: exact decimals, dates, defaults', () => {
    const { customerId: _left, ...withoutCustomer } = order;
    expect(codec.parseJson(OrderPlaced, withoutCustomer)).toEqual({
      ...order,
      placedAt: new Date('2010-12-01T08:26:00Z'),
      lines: [{ ...line, unitPrice: '2.5500' }],
    });
  });

  it('fills in every default in its payload form', () => {
    expect(codec.parseJson(contract, {})).toEqual({
      colour: 'RED',
      count: 0,
      ratio: 0,
      tags: {},
      blob: Buffer.alloc(0),
      hash: Buffer.alloc(2),
      yes: true,
      price: '2.56',
    });
  });

  it.each<[string, unknown, readonly string[]]>([
    ['no object', [], ['']],
    ['null', null, ['']],
    [
      'a missing field',
      { ...order, country: undefined, lines: [{}] },
      ['/country', '/lines/0/stockCode', '/lines/0/quantity', '/lines/0/unitPrice'],
    ],
    ['an unknown field', { ...order, 'a/b~': 1 }, ['/a~1b~0']],
    [
      'a prototype as a field',
      JSON.parse('{"__proto__":{"admin":true},"constructor":1}'),
      ['/__proto__', '/constructor', '/invoiceNo', '/country', '/placedAt', '/lines'],
    ],
    ['a tagged union', { ...order, customerId: { string: 'x' } }, ['/customerId']],
    ['a number as a decimal', { ...order, lines: [{ ...line, unitPrice: 2.55 }] }, ['/lines/0/unitPrice']],
    ['too many digits', { ...order, lines: [{ ...line, unitPrice: '2.55001' }] }, ['/lines/0/unitPrice']],
    ['int out of range', { ...order, lines: [line, { ...line, quantity: 2 ** 31 }] }, ['/lines/1/quantity']],
    ['a fraction', { ...order, lines: [{ ...line, quantity: 1.5 }] }, ['/lines/0/quantity']],
    ['minus zero', { ...order, lines: [{ ...line, quantity: -0 }] }, ['/lines/0/quantity']],
    ['local time', { ...order, placedAt: '2010-12-01T08:26:00' }, ['/placedAt']],
    ['a time as a number', { ...order, placedAt: 1291191960000 }, ['/placedAt']],
    ['microseconds', { ...order, placedAt: '2010-12-01T08:26:00.000001Z' }, ['/placedAt']],
    ['half a character', { ...order, country: '\ud800' }, ['/country']],
    ['NUL', { ...order, country: 'a\0b' }, ['/country']],
    ['null where none is allowed', { ...order, country: null }, ['/country']],
  ])('refuses %s', (_name, json, pointers) => {
    expect(pointersOf(json)).toEqual(pointers);
  });

  it.each<[string, unknown]>([
    ['/colour', { colour: 'BLUE' }],
    ['/count', { count: 2 ** 53 }],
    ['/ratio', { ratio: JSON.parse('1e400') }],
    ['/tags', { tags: JSON.parse('{"__proto__":1}') }],
    ['/tags', { tags: { constructor: 1 } }],
    ['/tags/a', { tags: { a: 'x' } }],
    ['/blob', { blob: 'no base64!' }],
    ['/blob', { blob: 'YQ' }],
    ['/hash', { hash: 'YQ==' }],
    ['/yes', { yes: 'true' }],
    ['/price', { price: '1000.00' }],
  ])('refuses what does not fit at %s', (pointer, json) => {
    expect(formIssues(json).map((issue) => issue.pointer)).toEqual([pointer]);
  });

  it('never repeats what it refuses', () => {
    const secret = 'hunter2';
    const bad = {
      ...order,
      country: [secret],
      placedAt: secret,
      lines: [{ ...line, quantity: secret, unitPrice: secret }],
    };
    expect(JSON.stringify(issuesOf(() => codec.parseJson(OrderPlaced, bad)))).not.toContain(secret);
  });

  it('stops listing after a while', () => {
    expect(pointersOf({ ...order, lines: Array.from({ length: 10_000 }, () => 1) })).toHaveLength(20);
  });

  it('names an unknown field only while its name is short', () => {
    expect(pointersOf({ ...order, ['x'.repeat(65)]: 1 })).toEqual(['']);
  });
});

describe('toJson', () => {
  it('writes fields in the order of the contract, bytes in base64', () => {
    const payload = codec.parseJson(contract, { hash: 'AQI=', blob: 'YQ==', tags: { b: 1 } });
    const definition = contract as EventDefinition;
    const text = JSON.stringify(codec.toJson({ schemaId: 1, type: contract.type, definition, payload }));
    expect(text).toBe(
      '{"colour":"RED","count":0,"ratio":0,"tags":{"b":1},"blob":"YQ==","hash":"AQI=","yes":true,"price":"2.56"}',
    );
  });
});
