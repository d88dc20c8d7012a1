import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readContracts } from '../files/read-contracts.js';
import { readFolder } from '../files/read-folder.js';
import { applyGenerator, findDifferences } from './apply-generator.js';
import { contractsGenerator } from './contracts-generator.js';
import { generateContracts } from './generate-contracts.js';

const repository = join(import.meta.dirname, '../../../..');
const generated = 'libs/events/src/generated/retail/orders';
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'spillway-contracts-'));
  cpSync(join(repository, 'schemas'), join(root, 'schemas'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

/** The generator of what is on the disk now. */
const generator = () =>
  contractsGenerator(readContracts(readFolder(join(root, 'schemas'), root)), {
    folder: 'libs/events/src/generated',
    schemaTypeModule: '../definitions/event-definition.js',
  });

function write(path: string, record: unknown): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(record));
}
const recordOf = (name: string, type: unknown, more: object = {}) => ({
  type: 'record',
  name,
  namespace: 'retail.orders',
  fields: [{ name: 'f', type, doc: 'A field.', ...more }],
});
const decimal = { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 };
const eventPath = 'schemas/retail/orders/thing-done/ThingDone.avsc';
const typeOfField = (type: unknown): string => {
  write(eventPath, recordOf('ThingDone', type));
  const file = generator()
    .generate(root)
    .find(({ path }) => path.endsWith('thing-done.ts'));
  return /readonly f: (.*);/.exec(file!.content)![1]!;
};

describe('the contracts generator', () => {
  it('makes the same bytes every time', () => {
    expect(generator().generate(root)).toEqual(generator().generate(root));
  });

  it('writes what is missing, then finds nothing to do', () => {
    expect(applyGenerator(generator(), root)).not.toHaveLength(0);
    expect(findDifferences(generator(), root)).toEqual([]);
  });

  it('finds a hand-made change, a changed contract and a file that has no contract any more', () => {
    applyGenerator(generator(), root);
    const placed = join(root, generated, 'order-placed.ts');
    writeFileSync(placed, readFileSync(placed, 'utf8').replace('string', 'number'));
    writeFileSync(join(root, generated, 'order-lost.ts'), '');
    rmSync(join(root, generated, 'stock-adjusted.ts'));
    expect(findDifferences(generator(), root)).toEqual([
      { path: `${generated}/order-placed.ts`, reason: 'differs' },
      { path: `${generated}/stock-adjusted.ts`, reason: 'missing' },
      { path: `${generated}/order-lost.ts`, reason: 'not generated any more' },
    ]);
    applyGenerator(generator(), root);
    expect(findDifferences(generator(), root)).toEqual([]);
  });

  it('names the contract in its header by the hash of the schema in it, which changes with it', () => {
    const header = (type: unknown): string => {
      write(eventPath, recordOf('ThingDone', type));
      const { content } = generator()
        .generate(root)
        .find(({ path }) => path.endsWith('thing-done.ts'))!;
      const [, hash] = /^\/\/ Generated from .*ThingDone\.avsc .*\n\/\/ Schema SHA-256: ([\da-f]{64})\n/.exec(content)!;
      const [, schema] = /export const thingDoneSchema = (\{[^]*?\n\}) as const/.exec(content)!;
      const ownHash = createHash('sha256')
        .update(JSON.stringify(JSON.parse(schema!)))
        .digest('hex');
      expect(hash).toBe(ownHash);
      return hash!;
    };
    const [one, again, other] = [header('string'), header('string'), header('long')];
    expect([one === again, one === other]).toEqual([true, false]);
  });

  it('makes each contract stand alone: a shared record is defined once, where it is first named', () => {
    write(eventPath, {
      ...recordOf('ThingDone', 'retail.orders.OrderLine'),
      fields: ['a', 'b'].map((name) => ({ name, type: ['null', 'retail.orders.OrderLine'], doc: 'A line.' })),
    });
    const { content } = generator()
      .generate(root)
      .find(({ path }) => path.endsWith('thing-done.ts'))!;
    expect(content.match(/"name": "OrderLine"/g)).toHaveLength(1);
    expect(content).toContain('"retail.orders.OrderLine"');
    expect(content).toContain("import type { OrderLine } from './order-line.js';");
  });

  it('declares the records that a contract defines inside, recursive ones too, and inlines what is named in short', () => {
    const part = { ...recordOf('Part', 'OrderLine'), namespace: undefined };
    write(eventPath, {
      ...recordOf('ThingDone', { type: 'map', values: part }),
      fields: [
        { name: 'parts', type: { type: 'map', values: part }, doc: 'Parts.' },
        { name: 'line', type: ['null', 'OrderLine'], doc: 'A line.' },
        { name: 'next', type: ['null', 'ThingDone'], doc: 'The next.' },
      ],
    });
    const { content } = generator()
      .generate(root)
      .find(({ path }) => path.endsWith('thing-done.ts'))!;
    expect(content).toContain("import type { OrderLine } from './order-line.js';");
    expect(content).toContain('  readonly parts: Readonly<Record<string, Part>>;');
    expect(content).toContain('  readonly next: ThingDone | null;');
    expect(content).toContain('export interface Part {\n  /** A field. */\n  readonly f: OrderLine;\n}');
    expect(content.match(/"name": "OrderLine"/g)).toHaveLength(1);
  });

  it('has a long as bigint where the contract wants it', () => {
    const bigint = { type: 'long', 'spillway.long': 'bigint' };
    expect(typeOfField(bigint)).toBe('bigint');
    expect(typeOfField(['null', bigint])).toBe('bigint | null');
    expect(typeOfField({ type: 'array', items: bigint })).toBe('readonly bigint[]');
    expect(typeOfField(['int', bigint])).toBe('number | bigint');
    expect(typeOfField(['string', bigint])).toBe('{ readonly string: string } | { readonly long: bigint }');
    expect(typeOfField({ ...bigint, logicalType: 'timestamp-millis' })).toBe('Date');
    expect(typeOfField({ ...bigint, type: 'int' })).toBe('number');
  });

  const keyed = (key: unknown, type: unknown = 'string', more: object = {}) => ({
    ...recordOf('ThingDone', type),
    'spillway.key': key,
    ...more,
  });
  const fileNamed = (ending: string) =>
    generator()
      .generate(root)
      .find(({ path }) => path.endsWith(ending))?.content;

  it('defines an event whose contract names its key, and puts it into the table of all', () => {
    write(eventPath, keyed('f', 'long', { 'spillway.topic': 'things', doc: 'Done.' }));
    expect(fileNamed('thing-done.event.ts')).toContain(`
import { defineEvent } from '../../../definitions/event-definition.js';
import { thingDoneSchema, type ThingDone as Payload } from './thing-done.js';

export type ThingDone = Payload;

/** Done. */
export const ThingDone = defineEvent<Payload>({
  topic: 'things',
  schema: thingDoneSchema,
  key: (payload) => String(payload.f),
});
`);
    expect(fileNamed('generated/events.ts')).toContain(`
import { ThingDone } from './retail/orders/thing-done.event.js';

/** Every event that is defined here: what a codec reads and writes. */
export const events: readonly EventDefinition<never>[] = [
  ThingDone,
];

/** Payloads by event type. */
export interface EventPayloads {
  readonly 'retail.orders.ThingDone': ThingDone;
}
`);
  });

  it('tells two events of one short name apart in the table', () => {
    write(eventPath, keyed('f'));
    write('schemas/retail/stock/thing-done/ThingDone.avsc', { ...keyed('f'), namespace: 'retail.stock' });
    const table = fileNamed('generated/events.ts')!;
    expect(table).toContain('import { ThingDone as RetailOrdersThingDone } from');
    expect(table).toContain("readonly 'retail.stock.ThingDone': RetailStockThingDone;");
  });

  it('defines nothing where no contract names a key', () => {
    expect(fileNamed('.event.ts')).toBeUndefined();
    expect(fileNamed('generated/events.ts')).toBeUndefined();
  });

  it.each([
    ['a key that is no field', keyed('g')],
    ['a key that may be null', keyed('f', ['null', 'string'])],
    ['a key that is a time', keyed('f', { type: 'long', logicalType: 'timestamp-millis' })],
    ['a key of bytes', keyed('f', 'bytes')],
  ])('refuses %s', (_name, record) => {
    write(eventPath, record);
    expect(() => generator().generate(root)).toThrow(expect.objectContaining({ code: 'SPW-3008' }));
  });

  it.each([
    ['a text', 'string', 'payload.f'],
    ['a UUID', { type: 'string', logicalType: 'uuid' }, 'payload.f'],
    ['a symbol', { type: 'enum', name: 'E', symbols: ['A'] }, 'payload.f'],
    ['a date', { type: 'int', logicalType: 'date' }, 'payload.f'],
    ['a number', 'int', 'String(payload.f)'],
  ])('takes %s as a key', (_name, type, printed) => {
    write(eventPath, keyed('f', type));
    expect(fileNamed('thing-done.event.ts')).toContain(`key: (payload) => ${printed},`);
  });

  it('gives an example of each event’s data, on demand', () => {
    write(eventPath, {
      ...recordOf('ThingDone', 'string'),
      fields: [
        { name: 'amount', type: decimal, doc: 'A decimal.' },
        { name: 'next', type: ['null', 'ThingDone'], doc: 'The next.' },
        { name: 'lines', type: { type: 'array', items: 'retail.orders.OrderLine' }, doc: 'Lines.' },
        { name: 'either', type: ['string', 'bytes'], doc: 'Either.' },
      ],
    });
    expect(fileNamed('.example.json')).toBeUndefined();
    const files = generateContracts(readContracts(readFolder(join(root, 'schemas'), root)), {
      folder: 'out',
      schemaTypeModule: '@spillway/events',
      examples: true,
    });
    const { content } = files.find(({ path }) => path === 'out/retail/orders/thing-done.example.json')!;
    expect(JSON.parse(content)).toMatchObject({
      amount: '1.00',
      next: null,
      lines: [{ quantity: 1 }],
      either: { string: 'either' },
    });
  });

  it.each([
    ['long', 'number'],
    [['null', 'string'], 'string | null'],
    [['null', 'long', { type: 'array', items: 'int' }, 'string'], 'number | readonly number[] | string | null'],
    [{ type: 'array', items: ['int', decimal] }, 'readonly (number | string)[]'],
    [{ type: 'array', items: ['null', 'int'] }, 'readonly (number | null)[]'],
    [{ type: 'map', values: 'bytes' }, 'Readonly<Record<string, Buffer>>'],
    [{ type: 'enum', name: 'E', namespace: 'retail.orders', symbols: ['A', 'B'] }, "'A' | 'B'"],
    [{ type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 }, 'string'],
    [{ type: 'long', logicalType: 'timestamp-millis' }, 'Date'],
    [{ type: 'string', logicalType: 'uuid' }, 'string'],
    [{ type: 'int', logicalType: 'date' }, 'string'],
    [{ type: 'int', logicalType: 'time-millis' }, 'string'],
    [{ type: 'long', logicalType: 'timestamp-micros' }, 'string'],
    [{ ...decimal, type: 'fixed', name: 'F', namespace: 'retail.orders', size: 4 }, 'string'],
    [{ type: 'fixed', name: 'F', namespace: 'retail.orders', size: 12, logicalType: 'duration' }, 'string'],
    [['null', 'string', 'bytes'], '{ readonly string: string } | { readonly bytes: Buffer } | null'],
    [
      { type: 'array', items: ['retail.orders.OrderLine', { type: 'map', values: 'int' }] },
      "readonly ({ readonly 'retail.orders.OrderLine': OrderLine } | { readonly map: Readonly<Record<string, number>> })[]",
    ],
    [
      [
        { type: 'long', logicalType: 'timestamp-millis' },
        { type: 'map', values: 'int' },
      ],
      '{ readonly long: Date } | { readonly map: Readonly<Record<string, number>> }',
    ],
  ])('prints %j as %s', (type, printed) => {
    expect(typeOfField(type)).toBe(printed);
  });

  it.each<[string, string, unknown]>([
    ['a union of nothing', eventPath, recordOf('ThingDone', [])],
    ['a logical type on another type', eventPath, recordOf('ThingDone', { type: 'long', logicalType: 'date' })],
    [
      'a decimal too long for its fixed',
      eventPath,
      recordOf('ThingDone', { ...decimal, type: 'fixed', name: 'F', size: 1 }),
    ],
    ['a malformed decimal', eventPath, recordOf('ThingDone', { ...decimal, scale: 9 })],
    ['a record of another aggregate', eventPath, recordOf('ThingDone', 'retail.payments.OrderItem')],
    ['two records of one name', eventPath, recordOf('ThingDone', { ...recordOf('ThingDone', 'int'), namespace: 'x' })],
    ['an unknown name', eventPath, recordOf('ThingDone', 'retail.orders.Nothing')],
    ['a field without doc', eventPath, recordOf('ThingDone', 'int', { doc: undefined })],
    ['another name than its file', eventPath, recordOf('ThingHappened', 'int')],
    ['another namespace than its folder', 'schemas/retail/stock/a/A.avsc', recordOf('A', 'int')],
    ['no record', eventPath, 'string'],
  ])('refuses %s', (_name, path, record) => {
    write(path, record);
    expect(() => generator().generate(root)).toThrow(expect.objectContaining({ code: 'SPW-3008' }));
  });
});
