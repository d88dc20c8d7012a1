import { describe, expect, it } from '@jest/globals';
import {
  defineEvent,
  knownEvents,
  OrderCancelled,
  OrderPlaced,
  SpillwayError,
  type AvroSchema,
} from '@spillway/events';
import type { Clock } from '@spillway/streaming';
import type { ContractRegistry } from '../registry/contract-registry.js';
import { memoryRegistry } from '../registry/memory-registry.js';
import { registerContracts } from '../registry/register-contracts.js';
import { avroCodec } from './avro-codec.js';

const order: OrderPlaced = {
  invoiceNo: '536365',
  customerId: null,
  country: 'EIRE',
  placedAt: new Date('2010-12-01T08:26:00Z'),
  lines: [{ stockCode: 'a', description: null, quantity: 1, unitPrice: '2.5500' }],
};

/** A registry that counts what it is asked and fails when told to. */
function watchedRegistry() {
  const inner = memoryRegistry();
  const asked: string[] = [];
  const state: { failure: SpillwayError | undefined } = { failure: undefined };
  const ask = async <T>(what: string, answer: () => Promise<T>): Promise<T> => {
    asked.push(what);
    await new Promise((resolve) => setImmediate(resolve));
    if (state.failure !== undefined) throw state.failure;
    return answer();
  };
  const registry: ContractRegistry = {
    ...inner,
    schemaById: (id) => ask(`schema ${id}`, () => inner.schemaById(id)),
    lookUp: (subject, schema) => ask(`lookUp ${subject}`, () => inner.lookUp(subject, schema)),
  };
  return { registry, inner, asked, state };
}

async function encoded(inner: ContractRegistry): Promise<Buffer> {
  await registerContracts(inner, knownEvents);
  return avroCodec({ registry: inner, definitions: knownEvents }).encode(OrderPlaced, order);
}

describe('avroCodec', () => {
  it('answers at once after the warm-up, for encoding and decoding', async () => {
    const { registry, inner, asked } = watchedRegistry();
    await registerContracts(inner, knownEvents);
    const codec = avroCodec({ registry, definitions: knownEvents });
    await codec.warmUp(knownEvents);
    const calls = asked.length;

    const value = codec.encode(OrderPlaced, order);
    expect(value).toBeInstanceOf(Buffer);
    expect(codec.decode(value as Buffer)).toMatchObject({
      type: OrderPlaced.type,
      definition: OrderPlaced,
      payload: order,
    });
    expect(asked).toHaveLength(calls);
  });

  it('asks once for an unknown id, whoever waits', async () => {
    const { registry, inner, asked } = watchedRegistry();
    const value = await encoded(inner);
    const codec = avroCodec({ registry, definitions: knownEvents });
    const events = await Promise.all(Array.from({ length: 100 }, () => codec.decode(value)));
    expect(events.every((event) => event.definition === OrderPlaced)).toBe(true);
    expect(asked).toEqual(['schema 1']);
  });

  it('believes "not found" for a while, then asks again', async () => {
    const { registry, inner, asked } = watchedRegistry();
    let nowMs = 0;
    const clock: Clock = { nowMs: () => nowMs, steadyMs: () => nowMs, sleep: () => Promise.resolve() };
    const codec = avroCodec({ registry, definitions: knownEvents, clock });
    const value = await encoded(memoryRegistry());
    for (let record = 0; record < 20; record++) {
      await expect(codec.decode(value)).rejects.toMatchObject({ code: 'SPW-3002' });
    }
    expect(asked).toHaveLength(1);

    await registerContracts(inner, knownEvents);
    nowMs = 30_000;
    await expect(codec.decode(value)).resolves.toMatchObject({ type: OrderPlaced.type });
  });

  it('never takes an outage for "not found": the next record asks again', async () => {
    const { registry, inner, asked, state } = watchedRegistry();
    const value = await encoded(inner);
    const codec = avroCodec({ registry, definitions: knownEvents });
    state.failure = new SpillwayError('SPW-3003', 'down');
    await expect(codec.decode(value)).rejects.toMatchObject({ code: 'SPW-3003', retryable: true });
    state.failure = undefined;
    await expect(codec.decode(value)).resolves.toMatchObject({ type: OrderPlaced.type });
    expect(asked).toHaveLength(2);
  });

  it('names every contract that is not registered', async () => {
    const { registry, inner } = watchedRegistry();
    await registerContracts(inner, [OrderPlaced]);
    const codec = avroCodec({ registry, definitions: knownEvents });
    const warmUp = codec.warmUp(knownEvents);
    await expect(warmUp).rejects.toMatchObject({ code: 'SPW-3005' });
    await expect(warmUp).rejects.toThrow(/OrderCancelled.*StockAdjusted/);
    await expect(warmUp).rejects.not.toThrow(/OrderPlaced/);
  });

  it('says that the registry is down rather than that contracts are missing', async () => {
    const { registry, state } = watchedRegistry();
    state.failure = new SpillwayError('SPW-3003', 'down');
    await expect(avroCodec({ registry, definitions: knownEvents }).warmUp(knownEvents)).rejects.toMatchObject({
      code: 'SPW-3003',
    });
  });

  it('reads an event it does not know by its own schema', async () => {
    const { inner } = watchedRegistry();
    const value = await encoded(inner);
    const codec = avroCodec({ registry: inner, definitions: [OrderCancelled] });
    const event = await codec.decode(value);
    expect(event).toMatchObject({ type: OrderPlaced.type, definition: undefined, payload: order });
    expect(codec.toJson(event)).toMatchObject({
      placedAt: '2010-12-01T08:26:00.000Z',
      lines: [{ unitPrice: '2.5500' }],
    });
  });

  it('reads old events by the new contract: new fields get their default, dropped ones are gone, ints become longs', async () => {
    const registry = memoryRegistry();
    const version = (fields: readonly unknown[]) =>
      defineEvent<Record<string, unknown>>({
        topic: 't',
        schema: { type: 'record', name: 'E', namespace: 'n', fields },
        key: () => 'k',
      });
    const old = version([
      { name: 'a', type: 'int' },
      { name: 'dropped', type: 'string' },
    ]);
    const today = version([
      { name: 'a', type: 'long' },
      { name: 'b', type: ['null', 'string'], default: null },
    ]);
    await registerContracts(registry, [old]);
    const value = await avroCodec({ registry, definitions: [] }).encode(old, { a: 7, dropped: 'x' });
    const event = await avroCodec({ registry, definitions: [today] }).decode(value);
    expect(event).toMatchObject({ definition: today, payload: { a: 7, b: null } });
    expect(event.payload).not.toHaveProperty('dropped');
    expect(await avroCodec({ registry, definitions: [today] }).writtenJson(value)).toEqual({ a: 7, dropped: 'x' });
  });

  it('asks once for a schema by which to show what was written, and refuses what has none', async () => {
    const { registry, inner, asked } = watchedRegistry();
    const value = await encoded(inner);
    const codec = avroCodec({ registry, definitions: knownEvents });
    expect(await codec.writtenJson(value)).toEqual(await codec.writtenJson(value));
    expect(asked).toHaveLength(1);
    await expect(codec.writtenJson(Buffer.from([9]))).rejects.toMatchObject({ code: 'SPW-3001' });
  });

  it('encodes values of any size, one after the other', async () => {
    const registry = memoryRegistry();
    await registerContracts(registry, knownEvents);
    const codec = avroCodec({ registry, definitions: knownEvents });
    for (const length of [1, 20_000, 3_000_000, 5, 16_384]) {
      const payload = { ...order, country: 'x'.repeat(length) };
      const value = await codec.encode(OrderPlaced, payload);
      expect((await codec.decode(value)).payload).toEqual(payload);
    }
  });

  it('refuses to write what is nested deeper than anybody would read', async () => {
    const List = defineEvent<object>({
      topic: 't',
      schema: { type: 'record', name: 'List', fields: [{ name: 'next', type: ['null', 'List'] }] },
      key: () => 'k',
    });
    const registry = memoryRegistry();
    await registerContracts(registry, [List]);
    const codec = avroCodec({ registry, definitions: [List] });
    await codec.warmUp([List]);
    const nested = (depth: number): object => ({ next: depth > 1 ? nested(depth - 1) : null });
    expect(codec.decode(codec.encode(List, nested(64)) as Buffer)).toMatchObject({ payload: nested(64) });
    expect(() => codec.encode(List, nested(65))).toThrow(/List: it has records nested deeper than 64/);
    expect(codec.encode(List, nested(64))).toBeInstanceOf(Buffer);
  });

  it.each([new Map([['a', 1]]), new Date(0), Buffer.of(1), [1]])(
    'refuses %s where the contract has a map',
    async (values) => {
      const schema: AvroSchema = {
        type: 'record',
        name: 'Counts',
        fields: [{ name: 'of', type: { type: 'map', values: 'int' } }],
      };
      const Counts = defineEvent<object>({ topic: 't', schema, key: () => 'k' });
      const registry = memoryRegistry();
      await registerContracts(registry, [Counts]);
      const codec = avroCodec({ registry, definitions: [Counts] });
      await codec.warmUp([Counts]);
      expect(() => codec.encode(Counts, { of: values })).toThrow(
        expect.objectContaining({ code: 'SPW-3001', issues: [{ pointer: '/of', detail: 'is not map' }] }),
      );
      const bare = Object.assign(Object.create(null) as object, { a: 1 });
      expect(codec.decode(codec.encode(Counts, { of: bare }) as Buffer)).toMatchObject({ payload: { of: { a: 1 } } });
    },
  );

  it.each(['text', 1, null, [], new Date(0), Buffer.of(1), new Map()])(
    'refuses %p for a record of defaults',
    async (note) => {
      const fields = [{ name: 'text', type: 'string', default: '' }];
      const inner = { type: 'record', name: 'Note', fields };
      const schema: AvroSchema = { type: 'record', name: 'Noted', fields: [{ name: 'note', type: inner }] };
      const Noted = defineEvent<object>({ topic: 't', schema, key: () => 'k' });
      const registry = memoryRegistry();
      await registerContracts(registry, [Noted]);
      const codec = avroCodec({ registry, definitions: [Noted] });
      await codec.warmUp([Noted]);
      expect(() => codec.encode(Noted, { note })).toThrow(
        expect.objectContaining({ code: 'SPW-3001', issues: [{ pointer: '/note', detail: 'is not Note' }] }),
      );
      expect(codec.decode(codec.encode(Noted, { note: {} }) as Buffer)).toMatchObject({
        payload: { note: { text: '' } },
      });
    },
  );

  it('gives every value its own bytes', async () => {
    const registry = memoryRegistry();
    await registerContracts(registry, knownEvents);
    const codec = avroCodec({ registry, definitions: knownEvents });
    const first = await codec.encode(OrderPlaced, order);
    const before = first.toString('hex');
    await codec.encode(OrderPlaced, { ...order, invoiceNo: '999999' });
    expect(first.toString('hex')).toBe(before);
  });

  it('refuses a payload that breaks its contract and says where, without the value', async () => {
    const registry = memoryRegistry();
    await registerContracts(registry, knownEvents);
    const codec = avroCodec({ registry, definitions: knownEvents });
    await codec.warmUp(knownEvents);
    const line = { ...order.lines[0]!, quantity: 4_000_000_000, unitPrice: '1.00001' };
    const encode = () => codec.encode(OrderPlaced, { ...order, placedAt: new Date(Number.NaN), lines: [line] });
    expect(encode).toThrow(
      expect.objectContaining({
        code: 'SPW-3001',
        issues: ['/placedAt', '/lines/0/quantity', '/lines/0/unitPrice'].map((pointer) => ({
          pointer,
          detail: expect.stringMatching(/^is not (int|decimal|timestamp-millis)$/) as unknown,
        })),
      }),
    );
    expect(encode).not.toThrow(/4000000000|1\.00001/);
  });
});
