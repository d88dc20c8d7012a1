import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readContracts } from '../files/read-contracts.js';
import { readFolder } from '../files/read-folder.js';
import { applyGenerator, findDifferences } from './apply-generator.js';
import { contractsGenerator } from './contracts-generator.js';

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
    schemaTypeModule: '../event-definition.js',
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
  ])('prints %j as %s', (type, printed) => {
    expect(typeOfField(type)).toBe(printed);
  });

  it.each<[string, string, unknown]>([
    ['a union that JSON cannot tell apart', eventPath, recordOf('ThingDone', ['string', 'bytes'])],
    [
      'a union of a time and an object',
      eventPath,
      recordOf('ThingDone', [
        { type: 'long', logicalType: 'timestamp-millis' },
        { type: 'map', values: 'int' },
      ]),
    ],
    ['a union of nothing', eventPath, recordOf('ThingDone', [])],
    ['a logical type without a form', eventPath, recordOf('ThingDone', { type: 'int', logicalType: 'date' })],
    ['a decimal on fixed', eventPath, recordOf('ThingDone', { ...decimal, type: 'fixed', name: 'F', size: 4 })],
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
