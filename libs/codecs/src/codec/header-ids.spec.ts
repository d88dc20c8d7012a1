import { describe, expect, it } from '@jest/globals';
import { defineEvent, schemaIdHeader, type SchemaIdLocation } from '@spillway/events';
import { EventPublisher, type MutableHeaders, type SingleBinding } from '@spillway/streaming';
import { ShopBench, shopTopic } from '@spillway/testing';
import type { ContractRegistry } from '../registry/contract-registry.js';
import { memoryRegistry } from '../registry/memory-registry.js';
import { registerContracts } from '../registry/register-contracts.js';
import { avroCodec } from './avro-codec.js';

interface Sale {
  readonly n: number;
}
const saleOn = (topic: string, schemaIdLocation?: SchemaIdLocation) =>
  defineEvent<Sale>({
    topic,
    schemaIdLocation,
    schema: { type: 'record', name: 'Sale', namespace: 'shop', fields: [{ name: 'n', type: 'int' }] },
    key: () => 'k',
  });
const Sale = saleOn('headed', 'header');
const Plain = saleOn('plain');

async function codecs() {
  const registry = memoryRegistry();
  const asked: string[] = [];
  await registerContracts(registry, [Sale, Plain]);
  const watched: ContractRegistry = {
    ...registry,
    schemaByGuid: (guid) => (asked.push(guid), registry.schemaByGuid(guid)),
    schemaById: (id) => (asked.push(String(id)), registry.schemaById(id)),
  };
  return {
    asked,
    guid: (await registry.lookUp(Sale.subject, Sale.schema))!.guid!,
    writer: avroCodec({ registry: watched, definitions: [Sale, Plain] }),
    reader: avroCodec({ registry: watched, definitions: [Sale] }),
  };
}

describe('a schema id in a header', () => {
  it('is a GUID beside a value without a frame, of events that say so; of others it is in the value', async () => {
    const { writer, guid } = await codecs();
    const headers: MutableHeaders = { ce_id: '1' };
    expect(await writer.encode(Sale, { n: 1 }, headers)).toEqual(Buffer.from([2]));
    expect(headers).toEqual({ ce_id: '1', [schemaIdHeader]: Buffer.from(`01${guid.replaceAll('-', '')}`, 'hex') });

    const plain: MutableHeaders = {};
    expect(await writer.encode(Plain, { n: 1 }, plain)).toEqual(Buffer.from('000000000102', 'hex'));
    expect(plain).toEqual({});
  });

  it('and one in the value are read beside each other, each schema fetched once', async () => {
    const { writer, reader, guid, asked } = await codecs();
    const headers: MutableHeaders = {};
    const headed = await writer.encode(Sale, { n: 1 }, headers);
    const framed = await writer.encode(Plain, { n: 2 });
    const origin = { topic: 'any', headers };
    expect(await reader.decode(headed, origin)).toEqual({
      schemaId: 0,
      schemaGuid: guid,
      type: Sale.type,
      definition: Sale,
      payload: { n: 1 },
    });
    expect(await reader.decode(framed, { topic: 'any', headers: {} })).toMatchObject({
      schemaId: 1,
      payload: { n: 2 },
    });
    expect(reader.decode(headed, origin)).toMatchObject({ payload: { n: 1 } });
    expect(asked).toEqual([guid, '1']);
  });

  it('may be the number in the header', async () => {
    const { reader } = await codecs();
    const origin = { topic: 'any', headers: { [schemaIdHeader]: Buffer.from('0000000001', 'hex') } };
    expect(await reader.decode(Buffer.from([4]), origin)).toMatchObject({ schemaId: 1, payload: { n: 2 } });
  });

  it('answers at once after the warm-up, and in JSON', async () => {
    const { writer } = await codecs();
    await writer.warmUp([Sale]);
    const headers: MutableHeaders = {};
    const value = writer.encode(Sale, { n: 3 }, headers) as Buffer;
    expect(writer.decode(value, { topic: 'headed', headers })).toMatchObject({ payload: { n: 3 } });
    const stranger = avroCodec({ registry: (await codecs()).writer as never, definitions: [] });
    expect(() =>
      stranger.toJson({ schemaId: 0, schemaGuid: 'x', type: 't', definition: undefined, payload: 1 }),
    ).toThrow(/Schema x/);
  });

  it('43 that holds neither id nor GUID makes a dead letter', async () => {
    const { reader } = await codecs();
    const origin = { topic: 't', headers: { [schemaIdHeader]: Buffer.from('0102', 'hex') } };
    expect(() => reader.decode(Buffer.from([2]), origin)).toThrow(
      expect.objectContaining({ code: 'SPW-3001', message: expect.stringMatching(/^header: /) as unknown }),
    );
  });

  it('that nobody knows is waited for like an unknown id', async () => {
    const { reader } = await codecs();
    const origin = { topic: 't', headers: { [schemaIdHeader]: Buffer.from(`01${'00'.repeat(16)}`, 'hex') } };
    await expect(reader.decode(Buffer.from([2]), origin)).rejects.toMatchObject({
      code: 'SPW-3002',
      message: expect.stringMatching(/no schema with GUID 00000000-/) as unknown,
    });
  });

  it('is not lost silently: without headers nothing is written', async () => {
    const { writer } = await codecs();
    await writer.warmUp([Sale]);
    expect(() => writer.encode(Sale, { n: 1 })).toThrow(TypeError);
  });

  it('that was taken over from another record does not stand beside a frame', async () => {
    const { writer, reader } = await codecs();
    const headers: MutableHeaders = { [schemaIdHeader]: Buffer.from(`01${'00'.repeat(16)}`, 'hex') };
    const value = await writer.encode(Plain, { n: 5 }, headers);
    expect(headers).toEqual({});
    expect(await reader.decode(value, { topic: 'plain', headers })).toMatchObject({ payload: { n: 5 } });
  });

  it('needs a registry that gives GUIDs', async () => {
    const registry = memoryRegistry();
    await registerContracts(registry, [Sale]);
    const withoutGuids: ContractRegistry = {
      ...registry,
      lookUp: async (...asked) => {
        const { id, version } = (await registry.lookUp(...asked))!;
        return { id, version };
      },
    };
    const codec = avroCodec({ registry: withoutGuids, definitions: [] });
    await expect(codec.warmUp([Sale])).rejects.toMatchObject({ code: 'SPW-3011', context: { type: 'shop.Sale' } });
  });
});

it('leads an event through a publisher, a failed attempt and its retry topic', async () => {
  const Sold = saleOn(shopTopic, 'header');
  const registry = memoryRegistry();
  await registerContracts(registry, [Sold]);
  const handled: unknown[] = [];
  const take: SingleBinding = {
    kind: 'single',
    name: 'take',
    definitions: [Sold],
    handle: ({ event, attempt }) => {
      handled.push([attempt, event]);
      if (attempt === 1) throw new Error('not yet');
    },
  };
  const topic = { retry: { delaysMs: [1_000] } };
  const bench = await ShopBench.open({ handlers: [take], topic });
  try {
    const codec = avroCodec({ registry, definitions: [Sold], clock: bench.clock });
    const publisher = new EventPublisher({ sink: bench.transport.sink(), codec, clock: bench.clock, newId: () => '1' });
    await publisher.publish(Sold, { n: 4 }, { source: '/shop' });
    await bench.start({ codec });
    await bench.settled();
    expect(handled).toEqual([
      [1, { n: 4 }],
      [2, { n: 4 }],
    ]);
  } finally {
    await bench.close();
  }
});
