import { afterEach, describe, expect, it } from '@jest/globals';
import { defineEvent, SpillwayError, type AvroSchema, type EventDefinition } from '@spillway/events';
import type { LogRecord, SingleBinding } from '@spillway/streaming';
import { ShopBench, shopTopic } from '@spillway/testing';
import type { ContractRegistry } from '../registry/contract-registry.js';
import { memoryRegistry } from '../registry/memory-registry.js';
import { avroCodec } from './avro-codec.js';

/**
 * Classes of bad input (docs/reference/bad-inputs.md) that show when a record is decoded, each through a running group:
 * the record becomes a dead letter with its bytes and its reason, and the next one, of the same key, is handled.
 */

interface Good {
  readonly n: number;
}
const Good = defineEvent<Good>({
  topic: shopTopic,
  schema: { type: 'record', name: 'Good', namespace: 'shop', fields: [{ name: 'n', type: 'int' }] },
  key: () => 'cup',
});
const goodId = 1;
const badId = 7;
const good = Buffer.from('000000000104', 'hex');

const eventOf = (fields: readonly unknown[]): AvroSchema => ({
  type: 'record',
  name: 'Bad',
  namespace: 'shop',
  fields,
});
const fieldOf = (type: unknown): AvroSchema => eventOf([{ name: 'f', type }]);
const frame = (hex: string, id = badId): Buffer =>
  Buffer.from(`00${id.toString(16).padStart(8, '0')}${hex.replaceAll(' ', '')}`, 'hex');

let bench: ShopBench;
afterEach(() => bench.close());

interface Outcome {
  readonly handled: readonly unknown[];
  readonly letters: readonly LogRecord[];
}

/** What becomes of the values, and of a good event behind each. */
async function consume(
  values: readonly Buffer[],
  registry: ContractRegistry,
  contracts: readonly EventDefinition<never>[] = [],
): Promise<Outcome> {
  const handled: unknown[] = [];
  const definitions = [Good, ...contracts] as readonly EventDefinition<never>[];
  const handler: SingleBinding = {
    kind: 'single',
    name: 'take',
    definitions,
    handle: ({ event }) => void handled.push(event),
  };
  bench = await ShopBench.open({ handlers: [handler] });
  await bench.sell(...values.flatMap((value) => [{ value }, { value: good }]));
  const codec = avroCodec({ registry, definitions, clock: bench.clock });
  await bench.start({ codec });
  await bench.settled();
  return { handled, letters: await bench.deadLetters() };
}

/** A registry that knows the good schema, and the bad one under id 7. */
function registryWith(schema?: AvroSchema): ContractRegistry & { readonly asked: number[] } {
  const asked: number[] = [];
  const schemaById = async (id: number): Promise<AvroSchema> => {
    asked.push(id);
    if (id === goodId) return Good.schema;
    if (id === badId && schema !== undefined) return schema;
    throw new SpillwayError('SPW-3002', `No schema ${id}`);
  };
  return { ...memoryRegistry(), schemaById, asked };
}

const header = ({ headers }: LogRecord, name: string): string => String(headers[`spillway-${name}`]);

/** The value is a dead letter, byte for byte, for this reason; the good event behind it was handled. */
function expectDeadLetter({ handled, letters }: Outcome, value: Buffer, code: string, reason: string): void {
  expect(letters.map((letter) => [header(letter, 'error-code'), header(letter, 'error-message')])).toEqual([
    [code, expect.stringMatching(new RegExp(`^(SPW-\\d+ )?${reason}: `))],
  ]);
  expect(letters[0]!.value).toEqual(value);
  expect(String(letters[0]!.key)).toBe('cup');
  expect(handled).toEqual([{ n: 2 }]);
}

const optional = ['null', 'string'];
const decimal = { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 };
const time = { type: 'long', logicalType: 'timestamp-millis' };
const suit = { type: 'enum', name: 'Suit', symbols: ['HEARTS'] };
const list = { type: 'record', name: 'List', fields: [{ name: 'next', type: ['null', 'List'] }] };
const tree = {
  type: 'record',
  name: 'Tree',
  fields: [{ name: 'below', type: { type: 'array', items: { type: 'map', values: 'Tree' } } }],
};
const loop = { type: 'record', name: 'Loop', fields: [{ name: 'itself', type: 'Loop' }] };
const nothing = { type: 'record', name: 'Nothing', fields: [] };
const itemsOf = (items: unknown): object => ({ type: 'array', items });
const mapOf = (values: unknown): object => ({ type: 'map', values });
const nested = (depth: number): AvroSchema =>
  JSON.parse(`${'{"type":"array","items":'.repeat(depth)}"int"${'}'.repeat(depth)}`) as AvroSchema;
const fields = (count: number): AvroSchema =>
  eventOf(Array.from({ length: count }, (_, index) => ({ name: `f${index}`, type: 'int' })));

describe('a value without a sound frame', () => {
  it.each([
    ['42 an empty buffer', '', 'short'],
    ['42 one byte', '00', 'short'],
    ['42 four bytes', '00000007', 'short'],
    ['43 a magic byte that is not 0: JSON', '7b2261223a317d', 'magic'],
    ['43 a magic byte that is not 0: 1', '010000000702', 'magic'],
  ])('%s', async (_title, hex, reason) => {
    const value = Buffer.from(hex, 'hex');
    expectDeadLetter(await consume([value], registryWith()), value, 'SPW-3001', reason);
  });
});

describe('44 an unknown schema id', () => {
  it.each([0, -1, 2 ** 31 - 1, 4_711])('44 %d is waited for, then a dead letter', async (id) => {
    const value = Buffer.alloc(6);
    value.writeInt32BE(id, 1);
    const { handled, letters } = await consume([value], registryWith());
    expect(letters.map((letter) => header(letter, 'error-code'))).toEqual(['SPW-3002']);
    expect(letters[0]!.value).toEqual(value);
    expect(handled).toEqual([{ n: 2 }]);
    expect(letters[0]!.timestampMs - Number(header(letters[0]!, 'origin-timestamp'))).toBeGreaterThanOrEqual(60_000);
  });

  it('44 that the registry comes to know meanwhile is handled', async () => {
    const registry = registryWith();
    let isKnown = false;
    const value = frame('04');
    const late: ContractRegistry = {
      ...registry,
      schemaById: async (id) => (id === badId && isKnown ? Good.schema : registry.schemaById(id)),
    };
    const handled: unknown[] = [];
    const handler: SingleBinding = {
      kind: 'single',
      name: 'take',
      definitions: [Good],
      handle: ({ event }) => void handled.push(event),
    };
    bench = await ShopBench.open({ handlers: [handler] });
    await bench.sell({ value });
    const consumer = await bench.start({
      codec: avroCodec({ registry: late, definitions: [Good], clock: bench.clock }),
    });
    await bench.clock.advance(20_000);
    expect(consumer.status()).toMatchObject({ state: 'suspended' });
    isKnown = true;
    await bench.settled();
    expect(handled).toEqual([{ n: 2 }]);
    expect(await bench.deadLetters()).toEqual([]);
  });

  it('44 in 20 records is not asked for 20 times, and 20 ids are not waited for one after the other', async () => {
    const registry = registryWith();
    const same = Array.from({ length: 20 }, () => frame('04', 99));
    const others = Array.from({ length: 20 }, (_, index) => frame('04', 100 + index));
    const { handled, letters } = await consume([...same, ...others], registry);
    expect(letters).toHaveLength(40);
    expect(handled).toHaveLength(40);
    expect(registry.asked.filter((id) => id === 99).length).toBeLessThan(10);
    expect(letters.at(-1)!.timestampMs - letters[0]!.timestampMs).toBeLessThan(60_000);
  });
});

describe('a value that is none of its schema', () => {
  it.each<[string, unknown, string, string]>([
    ['45 a known id, the payload of another schema', 'string', '80 80 80 10', 'decode'],
    ['45 a payload that is cut off', 'string', '0c 61', 'decode'],
    ['46 bytes left over after the value', 'string', '02 61 ff', 'trailing'],
    ['47 a length of 2^31', 'string', '80 80 80 80 10', 'decode'],
    ['47 a length of 2^40', 'bytes', '80 80 80 80 80 40', 'decode'],
    ['47 a negative length', 'string', '01', 'decode'],
    ['47 a negative length of a decimal', decimal, '01', 'logical'],
    ['48 50 million items of no bytes', itemsOf('null'), '80 e1 eb 17 00', 'bomb'],
    ['48 a billion empty records', itemsOf(nothing), '80 a8 d6 b9 07 00', 'bomb'],
    ['48 a billion entries', mapOf('null'), '80 a8 d6 b9 07 00', 'bomb'],
    ['48 a billion items in a block with a size', itemsOf('null'), 'ff a7 d6 b9 07 00 00', 'bomb'],
    ['48 items of no bytes in items', itemsOf(itemsOf('null')), `14 ${'fe ff 07 00'.repeat(10)} 00`, 'bomb'],
    ['49 records nested 100,000 deep', list, '02'.repeat(100_000), 'depth'],
    ['49 records nested 65 deep', list, `${'02'.repeat(64)} 00`, 'depth'],
    ['49 records in lists in maps', tree, '02 02 02 61'.repeat(2_000), 'depth'],
    ['49 a record that is always in itself', loop, '', 'depth'],
    ['50 a map key __proto__', mapOf('string'), '02 12 5f5f70726f746f5f5f 02 79 00', 'proto'],
    ['51 a long of 2^53', 'long', '80 80 80 80 80 80 80 20', 'range'],
    ['51 a long of 64 bits', 'long', 'ff ff ff ff ff ff ff ff ff 01', 'range'],
    ['51 a long of more than 64 bits', 'long', 'ff ff ff ff ff ff ff ff ff ff 01', 'range'],
    ['52 a byte that starts no character', 'string', '06 61 ff 62', 'utf8'],
    ['52 half a character', 'string', '04 61 c3', 'utf8'],
    ['52 an overlong character', 'string', '04 c0 80', 'utf8'],
    ['52 a surrogate', 'string', '06 ed a0 80', 'utf8'],
    ['52 no UTF-8 in a map key', mapOf('int'), '02 02 ff 02 00', 'utf8'],
    ['53 union index 7', optional, '0e', 'decode'],
    ['53 union index -1', optional, '01', 'decode'],
    ['53 enum index 9', suit, '12', 'decode'],
    ['54 a decimal of more digits than agreed', decimal, '06 98 96 80', 'logical'],
    ['54 a decimal of 1,000 bytes', decimal, `d0 0f ${'00'.repeat(1_000)}`, 'logical'],
    ['54 a time that no date can hold', time, 'fe ff ff ff ff ff ff 1f', 'logical'],
    [
      '54 microseconds that no date can hold',
      { type: 'long', logicalType: 'timestamp-micros' },
      'ff'.repeat(9) + '01',
      'logical',
    ],
    ['54 a uuid that is none', { type: 'string', logicalType: 'uuid' }, '06 61 62 63', 'logical'],
  ])('%s', async (_title, type, hex, reason) => {
    const value = frame(hex);
    const started = performance.now();
    expectDeadLetter(await consume([value], registryWith(fieldOf(type))), value, 'SPW-3001', reason);
    // Bounded before the items are made: the worst of these would otherwise take minutes and gigabytes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('49 records nested 64 deep are read', async () => {
    const contract = defineEvent({ topic: shopTopic, schema: fieldOf(list), key: () => 'cup' });
    const { handled, letters } = await consume([frame(`${'02'.repeat(63)} 00`)], registryWith(fieldOf(list)), [
      contract,
    ]);
    expect(letters).toEqual([]);
    expect(handled).toHaveLength(2);
  });

  it('52 U+FFFD itself is a character like any other', async () => {
    const contract = defineEvent({ topic: shopTopic, schema: fieldOf('string'), key: () => 'cup' });
    const { handled } = await consume([frame('06 ef bf bd')], registryWith(fieldOf('string')), [contract]);
    expect(handled).toContainEqual({ f: '\ufffd' });
  });

  it.each([
    ['NaN', '00 00 00 00 00 00 f8 7f'],
    ['infinity', '00 00 00 00 00 00 f0 7f'],
  ])('54 a double that is %s, where a contract has a number', async (_title, hex) => {
    const contract = defineEvent({ topic: shopTopic, schema: fieldOf('double'), key: () => 'cup' });
    const value = frame(hex);
    expectDeadLetter(await consume([value], registryWith(fieldOf('double')), [contract]), value, 'SPW-3001', 'logical');
  });
});

describe('a schema that is of no use', () => {
  it.each<[string, AvroSchema, unknown]>([
    ['55 no default for what the writer left out', eventOf([]), 'string'],
    ['55 another type', fieldOf('string'), 'int'],
    ['55 an enum symbol more', fieldOf({ ...suit, symbols: ['HEARTS', 'STARS'] }), suit],
    ['55 a decimal of another scale', fieldOf({ ...decimal, scale: 3 }), decimal],
    ['55 a branch more', fieldOf(['null', 'string', 'int']), optional],
  ])('%s', async (_title, writer, type) => {
    const contract = defineEvent({ topic: shopTopic, schema: fieldOf(type), key: () => 'cup' });
    const value = frame('00');
    expectDeadLetter(await consume([value], registryWith(writer), [contract]), value, 'SPW-3001', 'resolve');
  });

  it.each<[string, AvroSchema]>([
    ['50 a field named __proto__', eventOf([{ name: '__proto__', type: 'string' }])],
    ['56 nested 20,000 deep', nested(20_000)],
    ['56 nested 65 deep', nested(65)],
    ['56 10,000 fields', fields(10_000)],
    ['56 references to what nobody sent', fieldOf('other.Place')],
    ['56 a type that does not exist', fieldOf({ type: 'nothing' })],
    ['56 no schema at all', { type: 'nothing' }],
  ])('%s', async (_title, schema) => {
    const value = frame('00');
    expectDeadLetter(await consume([value], registryWith(schema)), value, 'SPW-3001', 'schema');
  });
});
