import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { applyGenerator, findDifferences } from '../apply-generator.ts';
import { contractsGenerator } from './contracts.generator.ts';

const repository = join(import.meta.dirname, '../../..');
const generated = 'libs/events/src/generated/retail/orders';
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'spillway-contracts-'));
  cpSync(join(repository, 'schemas'), join(root, 'schemas'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

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
const eventPath = 'schemas/retail/orders/thing-done/ThingDone.avsc';
const typeOfField = (type: unknown): string => {
  write(eventPath, recordOf('ThingDone', type));
  const file = contractsGenerator.generate(root).find(({ path }) => path.endsWith('thing-done.ts'));
  return /readonly f: (.*);/.exec(file!.content)![1]!;
};

describe('the contracts generator', () => {
  it('makes the same bytes every time', () => {
    expect(contractsGenerator.generate(root)).toEqual(contractsGenerator.generate(root));
  });

  it('writes what is missing, then finds nothing to do', () => {
    expect(applyGenerator(contractsGenerator, root)).not.toHaveLength(0);
    expect(findDifferences(contractsGenerator, root)).toEqual([]);
  });

  it('finds a hand-made change, a changed contract and a file that has no contract any more', () => {
    applyGenerator(contractsGenerator, root);
    const placed = join(root, generated, 'order-placed.ts');
    writeFileSync(placed, readFileSync(placed, 'utf8').replace('string', 'number'));
    writeFileSync(join(root, generated, 'order-lost.ts'), '');
    rmSync(join(root, generated, 'stock-adjusted.ts'));
    expect(findDifferences(contractsGenerator, root)).toEqual([
      { path: `${generated}/order-placed.ts`, reason: 'differs' },
      { path: `${generated}/stock-adjusted.ts`, reason: 'missing' },
      { path: `${generated}/order-lost.ts`, reason: 'not generated any more' },
    ]);
    applyGenerator(contractsGenerator, root);
    expect(findDifferences(contractsGenerator, root)).toEqual([]);
  });

  it('makes each contract stand alone: a shared record is defined once, where it is first named', () => {
    write(eventPath, {
      ...recordOf('ThingDone', 'retail.orders.OrderLine'),
      fields: ['a', 'b'].map((name) => ({ name, type: ['null', 'retail.orders.OrderLine'], doc: 'A line.' })),
    });
    const { content } = contractsGenerator.generate(root).find(({ path }) => path.endsWith('thing-done.ts'))!;
    expect(content.match(/"name": "OrderLine"/g)).toHaveLength(1);
    expect(content).toContain('"retail.orders.OrderLine"');
    expect(content).toContain("import type { OrderLine } from './order-line.js';");
  });

  it.each([
    ['long', 'number'],
    [['null', 'string'], 'string | null'],
    [{ type: 'array', items: ['null', 'int'] }, 'readonly (number | null)[]'],
    [{ type: 'map', values: 'bytes' }, 'Readonly<Record<string, Buffer>>'],
    [{ type: 'enum', name: 'E', namespace: 'retail.orders', symbols: ['A', 'B'] }, "'A' | 'B'"],
    [{ type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 }, 'string'],
    [{ type: 'long', logicalType: 'timestamp-millis' }, 'Date'],
  ])('prints %j as %s', (type, printed) => {
    expect(typeOfField(type)).toBe(printed);
  });

  it.each<[string, string, unknown]>([
    ['a union of several types', eventPath, recordOf('ThingDone', ['string', 'int'])],
    ['a logical type without a form', eventPath, recordOf('ThingDone', { type: 'int', logicalType: 'date' })],
    ['an unknown name', eventPath, recordOf('ThingDone', 'retail.orders.Nothing')],
    ['a field without doc', eventPath, recordOf('ThingDone', 'int', { doc: undefined })],
    ['another name than its file', eventPath, recordOf('ThingHappened', 'int')],
    ['another namespace than its folder', 'schemas/retail/stock/a/A.avsc', recordOf('A', 'int')],
    ['no record', eventPath, 'string'],
  ])('refuses %s', (_name, path, record) => {
    write(path, record);
    expect(() => contractsGenerator.generate(root)).toThrow(Error);
  });
});
