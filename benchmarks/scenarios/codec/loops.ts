import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import { defineEvent, type EventDefinition } from '@spillway/events';
import type { DecodedEvent } from '@spillway/streaming';
import avro from 'avsc';
import { oneSchemaRegistry } from '../../harness/one-schema-registry.ts';
import { orderEventSchema, type OrderEvent } from '../../harness/order-event.ts';
import type { CodecPeer } from './codec-task.ts';
import { events, headersOf, serialSum } from './events.ts';
import { withOwnNames } from './own-names.ts';

/** Goes once through all events; adds up what shows that it did. */
export interface Loop {
  (): number | Promise<number>;
  readonly expected: number;
}

const frameBytes = 5;
const topic = 'orders';

function orders(namespace = 'bench'): EventDefinition<OrderEvent> {
  return defineEvent<OrderEvent>({ topic, schema: { ...orderEventSchema, namespace }, key: (event) => event.customer });
}

async function codecOf(definitions: readonly EventDefinition<OrderEvent>[], trustedTopics: readonly string[] = []) {
  const registry = memoryRegistry();
  await registerContracts(registry, definitions);
  const codec = avroCodec({ registry, definitions, trustedTopics });
  await codec.warmUp(definitions);
  return codec;
}

const loopOf = (go: () => number | Promise<number>, expected = serialSum): Loop => Object.assign(go, { expected });

async function decoding(definitions: readonly EventDefinition<OrderEvent>[], trusted: readonly string[] = []) {
  const codec = await codecOf(definitions, trusted);
  const values = bareValues();
  const records = events.map((event, index) => {
    const value = values[index]!;
    value.writeInt32BE((index % definitions.length) + 1, 1);
    return { topic, value, headers: headersOf(event) };
  });
  return loopOf(() => {
    let sum = 0;
    for (const record of records)
      sum += (codec.decode(record.value, record) as DecodedEvent<OrderEvent>).payload.serial;
    return sum;
  });
}

const bareType = (schema: unknown = orderEventSchema) =>
  avro.Type.forSchema(schema as avro.Schema, { omitRecordMethods: true });

/** What every value costs without a codec: into a scratch behind the frame, then into a buffer of its own. */
function bareEncode(type: avro.Type): (event: OrderEvent) => Buffer {
  const scratch = Buffer.alloc(65_536);
  return (event) => {
    const end = type.encode(event, scratch, frameBytes);
    scratch[0] = 0;
    scratch.writeInt32BE(1, 1);
    return Buffer.from(scratch.subarray(0, end));
  };
}

const bareValues = (): readonly Buffer[] => events.map(bareEncode(bareType()));
const valueBytes = (): number => bareValues().reduce((sum, { length }) => sum + length, 0);

function bareDecoding(schemas: number): Loop {
  const types = new Map(many(schemas).map(({ schema }, index) => [index + 1, bareType(schema)]));
  const values = bareValues();
  for (const [index, value] of values.entries()) value.writeInt32BE((index % schemas) + 1, 1);
  return loopOf(() => {
    let sum = 0;
    for (const value of values) {
      const { value: event } = types.get(value.readInt32BE(1))!.decode(value, frameBytes);
      sum += (event as OrderEvent).serial;
    }
    return sum;
  });
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    defineEvent<OrderEvent>({ topic, schema: withOwnNames(index), key: ({ eventId }) => eventId }),
  );

const namesakes = (count: number) => Array.from({ length: count }, (_, index) => orders(`bench.n${index}`));

export const loops: Readonly<Record<CodecPeer, () => Promise<Loop>>> = {
  'decode-guarded': () => decoding([orders()]),
  'decode-trusted': () => decoding([orders()], [topic]),
  'decode-bare-avsc': async () => bareDecoding(1),
  'decode-registry-client': async () => {
    const registry = await oneSchemaRegistry(orderEventSchema);
    const client = new SchemaRegistry({ host: registry.url });
    const values = bareValues();
    await client.decode(values[0]!);
    registry.close();
    return loopOf(async () => {
      let sum = 0;
      for (const value of values) sum += ((await client.decode(value)) as OrderEvent).serial;
      return sum;
    });
  },
  encode: async () => {
    const definition = orders();
    const codec = await codecOf([definition]);
    return loopOf(() => {
      let bytes = 0;
      for (const event of events) bytes += (codec.encode(definition, event) as Buffer).length;
      return bytes;
    }, valueBytes());
  },
  'encode-bare-avsc': async () => {
    const encode = bareEncode(bareType());
    return loopOf(() => {
      let bytes = 0;
      for (const event of events) bytes += encode(event).length;
      return bytes;
    }, valueBytes());
  },
  'decode-1-schema': () => decoding(many(1)),
  'decode-1000-schemas': () => decoding(many(1_000)),
  'decode-1000-namesakes': () => decoding(namesakes(1_000)),
  'decode-1000-bare-avsc': async () => bareDecoding(1_000),
};
