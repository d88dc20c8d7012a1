import { describe, expect, it } from '@jest/globals';
import { defineEvent, defineSharedType, type AvroSchema, type EventDefinition } from '@spillway/events';
import { avroCodec } from '../codec/avro-codec.js';
import { memoryRegistry } from '../registry/memory-registry.js';
import { registerContracts } from '../registry/register-contracts.js';
import { inlineReferences } from './inline-references.js';
import { ReferenceResolver } from '../registry/reference-resolver.js';
import type { ReferringSchema } from './referring-schema.js';
import type { SchemaReference } from './schema-reference.js';

const record = (name: string, fields: Readonly<Record<string, unknown>>): AvroSchema => ({
  type: 'record',
  name,
  namespace: 'shop',
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
});
const to = (name: string, version = 1): SchemaReference => ({ name: `shop.${name}`, subject: `shop.${name}`, version });

/** A registry's versions by subject, and which were asked for. */
function resolverOf(versions: Readonly<Record<string, ReferringSchema>>) {
  const asked: string[] = [];
  const resolver = new ReferenceResolver(async (subject, version) => {
    asked.push(`${subject} ${version}`);
    await new Promise((resolve) => setImmediate(resolve));
    return versions[subject]!;
  });
  return { resolver, asked };
}

describe('inlineReferences', () => {
  it('puts a definition where the type is first named, and names it from there on', () => {
    const money = record('Money', { pence: 'long' });
    const order = record('Order', { total: 'Money', refunds: { type: 'array', items: 'shop.Money' } });
    expect(inlineReferences(order, [money])).toEqual(
      record('Order', { total: money, refunds: { type: 'array', items: 'shop.Money' } }),
    );
  });

  it('finds a type that another document defines within one of its own', () => {
    const line = record('Line', { price: record('Money', { pence: 'long' }) });
    const order = record('Order', { total: ['null', 'Money'], line: 'Line' });
    expect(inlineReferences(order, [line])).toEqual(
      record('Order', {
        total: ['null', record('Money', { pence: 'long' })],
        line: record('Line', { price: 'shop.Money' }),
      }),
    );
  });

  it('keeps names in the namespace that they were written in', () => {
    const address = { type: 'record', name: 'crm.Address', fields: [{ name: 'kind', type: 'Kind' }] };
    const kind = { type: 'enum', name: 'Kind', namespace: 'crm', symbols: ['HOME'] };
    expect(inlineReferences(record('Order', { to: 'crm.Address' }), [address, kind])).toEqual(
      record('Order', {
        to: { ...address, name: 'Address', namespace: 'crm', fields: [{ name: 'kind', type: kind }] },
      }),
    );
  });

  it('ends where types hold each other', () => {
    const a = record('A', { b: ['null', 'B'] });
    const b = record('B', { a: ['null', 'A'] });
    expect(inlineReferences(record('Order', { a: 'A', b: 'B' }), [a, b])).toEqual(
      record('Order', { a: record('A', { b: ['null', record('B', { a: ['null', 'shop.A'] })] }), b: 'shop.B' }),
    );
  });
});

describe('references to references', () => {
  const versions = {
    'shop.Line': { schema: record('Line', { price: 'Money' }), references: [to('Money')] },
    'shop.Money': { schema: record('Money', { pence: 'long' }), references: [] },
  };
  const order: ReferringSchema = { schema: record('Order', { line: 'Line' }), references: [to('Line')] };

  it('are followed, each version fetched once however many schemas wait for it', async () => {
    const { resolver, asked } = resolverOf(versions);
    const all = await Promise.all(Array.from({ length: 20 }, (_, id) => resolver.resolve(order, id)));
    expect(all[0]).toEqual(record('Order', { line: record('Line', { price: record('Money', { pence: 'long' }) }) }));
    expect(asked).toEqual(['shop.Line 1', 'shop.Money 1']);
  });

  it('may come to one version by two ways', async () => {
    const both = { schema: record('Order', { line: 'Line', fee: 'Money' }), references: [to('Line'), to('Money')] };
    const { resolver, asked } = resolverOf(versions);
    await expect(resolver.resolve(both, 1)).resolves.toMatchObject({ name: 'Order' });
    expect(asked).toEqual(['shop.Line 1', 'shop.Money 1']);
  });

  it.each<[string, Readonly<Record<string, ReferringSchema>>, ReferringSchema]>([
    [
      '56 references without end',
      {},
      { schema: 'string', references: Array.from({ length: 101 }, (_, index) => to('Any', index)) },
    ],
    [
      '56 references in a circle',
      {
        ...versions,
        'shop.Money': { schema: record('Money', { of: ['null', 'Line'] }), references: [to('Line')] },
      },
      order,
    ],
    [
      '56 a reference to what is nested too deep',
      { 'shop.Line': { schema: JSON.parse('['.repeat(20_000) + ']'.repeat(20_000)) as AvroSchema, references: [] } },
      order,
    ],
  ])('%s: refused as a schema', async (_name, some, schema) => {
    const any = new Proxy(some, { get: (found, name: string) => found[name] ?? { schema: 'int', references: [] } });
    await expect(resolverOf(any).resolver.resolve(schema, 7)).rejects.toMatchObject({
      code: 'SPW-3001',
      context: { reason: 'schema', schemaId: 7 },
    });
  });

  it('are asked for again after an outage', async () => {
    let isUp = false;
    const resolver = new ReferenceResolver(async () => {
      if (!isUp) throw new Error('away');
      return { schema: record('Line', {}), references: [] };
    });
    await expect(resolver.resolve(order, 1)).rejects.toThrow('away');
    isUp = true;
    await expect(resolver.resolve(order, 1)).resolves.toBeDefined();
  });
});

describe('a contract with a shared type', () => {
  const money = record('Money', { pence: 'long' });
  const Money = defineSharedType({ schema: money });
  const Order = defineEvent<{ total: { pence: number }; tip: { pence: number } | null }>({
    topic: 'orders',
    schema: record('Order', { total: money, tip: ['null', 'Money'] }),
    references: [Money],
    key: () => 'k',
  });
  const payload = { total: { pence: 255 }, tip: { pence: 1 } };

  it('is registered by name, the shared type once in its own subject, and read back', async () => {
    const registry = memoryRegistry();
    const Refund = defineEvent<never>({
      topic: 'refunds',
      schema: record('Refund', { of: money }),
      references: [Money],
      key: () => 'k',
    });
    await registerContracts(registry, [Order, Refund] as readonly EventDefinition<never>[]);
    await registerContracts(registry, [Order, Refund] as readonly EventDefinition<never>[]);
    expect(await registry.versionsOf(1)).toEqual([{ subject: 'shop.Money', version: 1 }]);

    const value = await avroCodec({ registry, definitions: [] }).encode(Order, payload);
    expect(value.readInt32BE(1)).toBe(2);
    expect(await avroCodec({ registry, definitions: [] }).decode(value)).toMatchObject({ type: 'shop.Order', payload });
    expect(await avroCodec({ registry, definitions: [Order] }).decode(value)).toMatchObject({
      definition: Order,
      payload,
    });
  });

  it('names the shared type that nobody registered', async () => {
    const codec = avroCodec({ registry: memoryRegistry(), definitions: [Order] });
    await expect(codec.warmUp([Order])).rejects.toMatchObject({ code: 'SPW-3005', context: { subject: 'shop.Money' } });
  });

  it.each<[string, AvroSchema, RegExp]>([
    ['does not hold', record('Order', { total: 'long' }), /does not hold/],
    ['defines in another way', record('Order', { total: record('Money', { pence: 'int' }) }), /in another way/],
  ])('cannot refer to a type that it %s', async (_name, schema, message) => {
    const wrong = defineEvent<never>({ topic: 'orders', schema, references: [Money], key: () => 'k' });
    await expect(registerContracts(memoryRegistry(), [wrong])).rejects.toThrow(message);
  });

  it('waits for a version that the registry does not know yet, as for an unknown schema', async () => {
    const registry = memoryRegistry();
    const id = await registry.register('orders-shop.Order', record('Order', { total: 'Money' }), [to('Money', 3)]);
    await expect(registry.schemaById(id)).rejects.toMatchObject({ code: 'SPW-3002' });
  });
});
