import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import {
  defineEvent,
  defineSharedType,
  knownEvents,
  OrderPlaced,
  type AvroSchema,
  type EventDefinition,
  type SubjectStrategy,
} from '@spillway/events';
import { describeWithStack } from '../../../../test/support/stack.js';
import { avroCodec } from '../codec/avro-codec.js';
import type { ContractRegistry } from './contract-registry.js';
import { httpRegistry } from './http-registry.js';
import { registerContracts } from './register-contracts.js';

const field = (name: string, more: object = {}) => ({ name, type: 'string', ...more });

/** The same event type on a topic of its own, so that runs do not meet. */
function versions(...fieldsOfEach: readonly (readonly unknown[])[]): EventDefinition<never>[] {
  const run = randomUUID().replaceAll('-', '');
  return fieldsOfEach.map((fields) =>
    defineEvent<never>({
      topic: `codecs.${run}`,
      schema: { type: 'record', name: `E${run}`, namespace: 'codecs', doc: `Run ${run}`, fields },
      key: () => 'k',
    }),
  );
}

function counting(registry: ContractRegistry): { registry: ContractRegistry; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    registry: { ...registry, schemaById: (id) => (asked.push(`schema ${id}`), registry.schemaById(id)) },
  };
}

/** A machine that is busy with other specs is no outage. */
const timeoutMs = 20_000;

describeWithStack('the schema registry', ({ registryUrl }) => {
  const registry = httpRegistry({ url: registryUrl, timeoutMs });

  it('registers again and again, from everywhere at once, under one id', async () => {
    const [event] = versions([field('a')]) as [EventDefinition<never>];
    const all = await Promise.all(Array.from({ length: 8 }, () => registerContracts(registry, [event])));
    const again = await registerContracts(registry, [event]);
    const ids = new Set([...all, again].map((registered) => registered.get(event.subject)));
    expect(ids.size).toBe(1);
    expect([...ids][0]).toEqual(expect.any(Number));
  });

  it('holds each subject to backward compatibility, from the first version on', async () => {
    const [first, better, incompatible, invalid] = versions(
      [field('a')],
      [field('a'), field('b', { default: '' })],
      [field('a'), field('c')],
      [field('a', { type: 'nothing' })],
    ) as [EventDefinition<never>, EventDefinition<never>, EventDefinition<never>, EventDefinition<never>];
    await registerContracts(registry, [first]);
    const answer = await fetch(`${registryUrl}/config/${first.subject}`);
    expect(await answer.json()).toEqual({ compatibilityLevel: 'BACKWARD_TRANSITIVE' });

    await registerContracts(registry, [better]);
    const refused = registerContracts(registry, [incompatible]);
    await expect(refused).rejects.toMatchObject({ code: 'SPW-3007', context: { subject: first.subject } });
    await expect(registerContracts(registry, [invalid])).rejects.toMatchObject({ code: 'SPW-3007' });
    // What was registered before still is.
    await expect(avroCodec({ registry, definitions: [] }).warmUp([first, better])).resolves.toBeUndefined();
  });

  it('looks contracts up without changing anything', async () => {
    const [event] = versions([field('a')]) as [EventDefinition<never>];
    const warmUp = avroCodec({ registry, definitions: [event] }).warmUp([event]);
    await expect(warmUp).rejects.toMatchObject({ code: 'SPW-3005' });
    const subject = await fetch(`${registryUrl}/subjects/${event.subject}/versions`);
    expect(subject.status).toBe(404);
  });

  it('serves a process that starts over: nothing is registered, everything is found', async () => {
    await registerContracts(registry, knownEvents);
    const producer = avroCodec({ registry, definitions: knownEvents });
    await producer.warmUp(knownEvents);
    const payload: OrderPlaced = {
      invoiceNo: '1',
      customerId: null,
      country: 'EIRE',
      placedAt: new Date(0),
      lines: [],
    };
    const value = await producer.encode(OrderPlaced, payload);

    const restarted = avroCodec({ registry: httpRegistry({ url: registryUrl, timeoutMs }), definitions: knownEvents });
    await restarted.warmUp(knownEvents);
    expect(restarted.decode(value)).toMatchObject({ definition: OrderPlaced, payload });
  });

  it('is asked once for an id that 100 records wait for', async () => {
    const [event] = versions([field('a')]) as [EventDefinition<{ a: string }>];
    await registerContracts(registry, [event]);
    const value = await avroCodec({ registry, definitions: [] }).encode(event, { a: 'x' });
    const { registry: watched, asked } = counting(registry);
    const codec = avroCodec({ registry: watched, definitions: [event] });
    const events = await Promise.all(Array.from({ length: 100 }, () => codec.decode(value)));
    expect(events.map(({ payload }) => payload)).toEqual(events.map(() => ({ a: 'x' })));
    expect(asked).toHaveLength(1);
  });

  it.each([0, -1, 2 ** 31 - 1])('says plainly that it does not know id %d', async (id) => {
    await expect(registry.schemaById(id)).rejects.toMatchObject({ code: 'SPW-3002' });
  });

  it('keeps a shared type in its own subject: records of contracts that name it are read', async () => {
    const run = randomUUID().replaceAll('-', '');
    const record = (name: string, fields: readonly unknown[]): AvroSchema => ({
      type: 'record',
      name,
      namespace: `codecs.r${run}`,
      fields,
    });
    const currency = { type: 'enum', name: 'Currency', namespace: `codecs.r${run}`, symbols: ['GBP'] };
    const money = record('Money', [
      { name: 'currency', type: currency },
      { name: 'pence', type: 'long' },
    ]);
    const Currency = defineSharedType({ schema: currency });
    const Money = defineSharedType({ schema: money, references: [Currency] });
    const Order = defineEvent<object>({
      topic: `codecs.${run}`,
      schema: record('Order', [
        { name: 'total', type: money },
        { name: 'tip', type: ['null', 'Money'] },
      ]),
      references: [Money],
      key: () => 'k',
    });
    await registerContracts(registry, [Order]);
    await registerContracts(registry, [Order]);
    const kept = await fetch(`${registryUrl}/subjects/${Order.subject}/versions/1`);
    expect(await kept.json()).toMatchObject({
      references: [{ name: Money.type, subject: Money.subject, version: 1 }],
      schema: expect.not.stringContaining('"pence"') as unknown,
    });

    const payload = { total: { currency: 'GBP', pence: 255 }, tip: { currency: 'GBP', pence: 1 } };
    const value = await avroCodec({ registry, definitions: [] }).encode(Order, payload);
    const stranger = avroCodec({ registry: httpRegistry({ url: registryUrl, timeoutMs }), definitions: [] });
    expect(await stranger.decode(value)).toMatchObject({ type: Order.type, definition: undefined, payload });
    const reader = avroCodec({ registry: httpRegistry({ url: registryUrl, timeoutMs }), definitions: [Order] });
    await reader.warmUp([Order]);
    expect(reader.decode(value)).toMatchObject({ definition: Order, payload });
  });

  it.each<[SubjectStrategy, (topic: string, type: string) => string]>([
    ['TopicRecordName', (topic, type) => `${topic}-${type}`],
    ['RecordName', (_topic, type) => type],
    ['TopicName', (topic) => `${topic}-value`],
  ])('keeps contracts in subjects by %s', async (subjectStrategy, subjectOf) => {
    const run = randomUUID().replaceAll('-', '');
    const topic = `codecs.${run}`;
    const schema = { type: 'record', name: `S${run}`, namespace: 'codecs', fields: [field('a')] };
    const event = defineEvent<{ a: string }>({ topic, schema, subjectStrategy, key: () => 'k' });
    await registerContracts(registry, [event]);
    const codec = avroCodec({ registry, definitions: [event] });
    await codec.warmUp([event]);
    expect(codec.decode(codec.encode(event, { a: 'x' }) as Buffer)).toMatchObject({ payload: { a: 'x' } });
    const kept = await fetch(`${registryUrl}/subjects/${subjectOf(topic, event.type)}/versions`);
    expect(await kept.json()).toEqual([1]);
  });

  it('tells which versions have a schema', async () => {
    const [first, better] = versions([field('a')], [field('a'), field('b', { default: '' })]) as [
      EventDefinition<never>,
      EventDefinition<never>,
    ];
    const ids = [await registerContracts(registry, [first]), await registerContracts(registry, [better])];
    const found = await Promise.all(ids.map((each) => registry.versionsOf(each.get(first.subject)!)));
    expect(found).toEqual([1, 2].map((version) => [{ subject: first.subject, version }]));
    expect(await registry.lookUp(better.subject, better.schema)).toMatchObject({ version: 2 });
    await expect(registry.versionsOf(2 ** 31 - 1)).rejects.toMatchObject({ code: 'SPW-3002' });
  });

  it('has no GUIDs: a record that names its schema by one is waited for like an unknown schema', async () => {
    const [event] = versions([field('a')]) as [EventDefinition<{ a: string }>];
    await registerContracts(registry, [event]);
    const guid = '89791762-2336-4186-9674-299b90a802e2';
    await expect(registry.schemaByGuid(guid)).rejects.toMatchObject({ code: 'SPW-3002' });
    const headed = { ...event, schemaIdLocation: 'header' } as const;
    const writer = avroCodec({ registry, definitions: [headed] });
    await expect(writer.warmUp([headed])).rejects.toMatchObject({ code: 'SPW-3011' });
  });
});
