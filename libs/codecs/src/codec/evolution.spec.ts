import { describe, expect, it } from '@jest/globals';
import { defineEvent, defineUpcaster, SpillwayError, type EventDefinition, type Upcaster } from '@spillway/events';
import { noMetrics, type Clock, type Metrics, type MutableHeaders } from '@spillway/streaming';
import type { ContractRegistry } from '../registry/contract-registry.js';
import { memoryRegistry } from '../registry/memory-registry.js';
import { registerContracts } from '../registry/register-contracts.js';
import { avroCodec } from './avro-codec.js';

type Payload = Readonly<Record<string, unknown>>;

const version = (fields: Readonly<Record<string, unknown>>, defaults: Payload = {}): EventDefinition<Payload> =>
  defineEvent<Payload>({
    topic: 'shop',
    schema: {
      type: 'record',
      name: 'Sold',
      namespace: 'shop',
      fields: Object.entries(fields).map(([name, type]) => ({
        name,
        type,
        ...(name in defaults && { default: defaults[name] }),
      })),
    },
    key: () => 'k',
  });

const optional = ['null', 'string'];
const v1 = version({ item: 'string' });
const v2 = version({ item: 'string', note: optional }, { note: null });
const v3 = version({ item: 'string', note: optional, colour: 'string' }, { note: null, colour: 'none' });

/** A registry with all versions in order, and values of each. */
async function released(versions: readonly EventDefinition<Payload>[] = [v1, v2, v3]) {
  const registry = memoryRegistry();
  for (const each of versions) await registerContracts(registry, [each]);
  const writer = avroCodec({ registry, definitions: [] });
  const write = async (by: EventDefinition<Payload>, payload: Payload): Promise<Buffer> => writer.encode(by, payload);
  return { registry, write };
}

function counting() {
  const counted: Record<string, number> = {};
  const metrics: Metrics = {
    ...noMetrics,
    increment: (name, by, labels) => {
      const key = `${name} ${labels?.['type']}`;
      counted[key] = (counted[key] ?? 0) + by;
    },
  };
  return { metrics, counted };
}

const newer = 'spillway_codec_newer_events_total shop.Sold';
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('an event of a newer version than the reader', () => {
  it('is read without what is new in it, and counted; older ones and those of today are not', async () => {
    const { registry, write } = await released();
    const { metrics, counted } = counting();
    const codec = avroCodec({ registry, definitions: [v2], metrics });
    const newest = await write(v3, { item: 'cup', note: 'n', colour: 'red' });
    expect((await codec.decode(newest)).payload).toEqual({ item: 'cup', note: 'n' });
    expect((await codec.decode(await write(v1, { item: 'cup' }))).payload).toEqual({ item: 'cup', note: null });
    expect((await codec.decode(await write(v2, { item: 'cup', note: 'n' }))).payload).toEqual({
      item: 'cup',
      note: 'n',
    });
    await settled();
    expect(counted).toEqual({ [newer]: 1 });
    for (let events = 0; events < 10; events++) await codec.decode(newest);
    expect(counted).toEqual({ [newer]: 11 });
  });

  it('is read while the registry cannot say which version it is, and counted afterwards', async () => {
    const { registry, write } = await released();
    let nowMs = 0;
    let isAway = true;
    const clock: Clock = { nowMs: () => nowMs, steadyMs: () => nowMs, sleep: () => Promise.resolve() };
    const flaky: ContractRegistry = {
      ...registry,
      versionsOf: async (id) => {
        if (isAway) throw new SpillwayError('SPW-3003', 'away');
        return registry.versionsOf(id);
      },
    };
    const { metrics, counted } = counting();
    const codec = avroCodec({ registry: flaky, definitions: [v2], metrics, clock });
    const newest = await write(v3, { item: 'cup', note: null, colour: 'red' });
    for (let events = 0; events < 5; events++) await codec.decode(newest);
    await settled();
    expect(counted).toEqual({});
    isAway = false;
    nowMs = 30_000;
    await codec.decode(newest);
    await settled();
    expect(counted).toEqual({ [newer]: 6 });
  });

  it('is counted as well where it names its schema by GUID', async () => {
    const { registry } = await released();
    const { metrics, counted } = counting();
    const codec = avroCodec({ registry, definitions: [v2], metrics });
    const decoded = async (by: EventDefinition<Payload>, payload: Payload) => {
      const headers: MutableHeaders = {};
      const value = await avroCodec({ registry, definitions: [] }).encode(
        { ...by, schemaIdLocation: 'header' },
        payload,
        headers,
      );
      return (await codec.decode(value, { topic: by.topic, headers })).payload;
    };
    expect(await decoded(v3, { item: 'cup', note: 'n', colour: 'red' })).toEqual({ item: 'cup', note: 'n' });
    expect(await decoded(v1, { item: 'cup' })).toEqual({ item: 'cup', note: null });
    await settled();
    expect(counted).toEqual({ [newer]: 1 });
  });

  it('is nobody knows what under another subject, and not counted', async () => {
    const { registry, write } = await released();
    const elsewhere = defineEvent<Payload>({ topic: 'elsewhere', schema: v1.schema, key: () => 'k' });
    await registerContracts(registry, [elsewhere]);
    const { metrics, counted } = counting();
    const codec = avroCodec({ registry, definitions: [elsewhere], metrics });
    await codec.decode(await write(v3, { item: 'cup', note: null, colour: 'red' }));
    await settled();
    expect(counted).toEqual({});
  });
});

describe('an upcaster', () => {
  // The price in pence became an exact decimal in pounds: no resolution makes the one of the other.
  const pence = version({ item: 'string', price: 'int' });
  const price = { type: 'bytes', logicalType: 'decimal', precision: 8, scale: 2 };
  const pounds = version({ item: 'string', price });
  interface Pence {
    readonly item: string;
    readonly price: number;
  }
  const toPounds = defineUpcaster<Pence, Payload>({
    to: pounds,
    from: pence.schema,
    upcast: ({ item, price: amount }) => ({ item, price: (amount / 100).toFixed(2) }),
  });
  const decodeOld = async (upcasters: readonly Upcaster[], payload: Payload = { item: 'cup', price: 255 }) => {
    const { registry, write } = await released([pence, pounds]);
    const codec = avroCodec({ registry, definitions: [pounds], upcasters, trustedTopics: ['trusted'] });
    const value = await write(pence, payload);
    const events = [await codec.decode(value), await codec.decode(value, { topic: 'trusted', headers: {} })];
    return { codec, events };
  };

  it("makes events of an old version into today's", async () => {
    const { codec, events } = await decodeOld([toPounds]);
    for (const event of events) {
      expect(event).toMatchObject({ definition: pounds, type: 'shop.Sold', payload: { item: 'cup', price: '2.55' } });
      expect(codec.toJson(event)).toEqual({ item: 'cup', price: '2.55' });
    }
  });

  it('is needed where Avro cannot resolve', async () => {
    await expect(decodeOld([])).rejects.toMatchObject({ code: 'SPW-3001', context: { reason: 'resolve' } });
  });

  it('goes before resolution where Avro would read another value', async () => {
    const seconds = version({ item: 'string', waited: 'int' });
    const millis = version({ item: 'string', waited: 'long' });
    const { registry, write } = await released([seconds, millis]);
    const toMillis = defineUpcaster<{ item: string; waited: number }, Payload>({
      to: millis,
      from: seconds.schema,
      upcast: (old) => ({ ...old, waited: old.waited * 1_000 }),
    });
    const value = await write(seconds, { item: 'cup', waited: 3 });
    const payloadBy = async (upcasters: readonly Upcaster[]) =>
      (await avroCodec({ registry, definitions: [millis], upcasters }).decode(value)).payload;
    expect(await payloadBy([])).toEqual({ item: 'cup', waited: 3 });
    expect(await payloadBy([toMillis])).toEqual({ item: 'cup', waited: 3_000 });
  });

  it.each<[string, (old: Pence) => Payload]>([
    [
      'throws',
      () => {
        throw new Error('no such price');
      },
    ],
    ["gives what today's contract does not hold", () => ({ item: 'cup', price: 2.55 })],
  ])('that %s makes a dead letter', async (_name, upcast) => {
    const broken = defineUpcaster<Pence, Payload>({ to: pounds, from: pence.schema, upcast });
    await expect(decodeOld([broken])).rejects.toMatchObject({ code: 'SPW-3001', context: { reason: 'upcast' } });
  });

  it.each<[string, readonly Upcaster[], RegExp]>([
    [
      'from another event type',
      [{ ...toPounds, from: { ...(pence.schema as object), name: 'Other' } as never }],
      /is from shop.Other/,
    ],
    ["from today's contract", [{ ...toPounds, from: pounds.schema }], /from today's contract/],
    ['from the same schema as another', [toPounds, toPounds], /Two upcasters/],
  ])('%s is refused when the codec is made', (_name, upcasters, message) => {
    expect(() => avroCodec({ registry: memoryRegistry(), definitions: [pounds], upcasters })).toThrow(message);
  });
});

describe('an event that was renamed by an alias', () => {
  const schema = (name: string, more: object = {}) => ({
    ...{ type: 'record', name, namespace: 'shop', ...more },
    fields: [{ name: 'item', type: 'string' }],
  });
  const define = (name: string, more: object = {}) =>
    defineEvent<Payload>({ topic: 'shop', schema: schema(name, more) as never, key: () => 'k' });
  const Sold = define('Sold');
  const Sale = define('Sale', { aliases: ['Sold'] });

  async function read(...definitions: readonly EventDefinition<Payload>[]) {
    const { registry, write } = await released([Sold]);
    const codec = avroCodec({ registry, definitions: definitions as readonly EventDefinition<never>[] });
    return codec.decode(await write(Sold, { item: 'a' }));
  }

  it('is read under its old name as what it is today', async () => {
    expect(await read(Sale)).toMatchObject({ type: 'shop.Sold', definition: Sale, payload: { item: 'a' } });
    expect(await read(define('Sale'))).toMatchObject({ type: 'shop.Sold', definition: undefined });
  });

  it('is the other one where there is one of that name', async () => {
    expect(await read(Sale, Sold)).toMatchObject({ definition: Sold });
    expect(await read(Sold, Sale)).toMatchObject({ definition: Sold });
  });

  it('is nobody’s where two say that it was theirs', async () => {
    const Receipt = define('Receipt', { aliases: ['Sold'] });
    await expect(read(Sale, Receipt)).rejects.toThrow('shop.Sale and shop.Receipt both were shop.Sold before');
    expect(await read(Sale, Receipt, Sold)).toMatchObject({ definition: Sold });
  });
});
