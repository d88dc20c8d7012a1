import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@spillway/streaming';
import * as fc from 'fast-check';
import type { AuditConnections } from '../connection/audit-connections.js';
import { openEmbeddedConnections } from '../connection/open-embedded-connections.js';
import { migrate } from '../schema/migrate.js';
import { ByteWriter } from './byte-writer.js';
import { boolColumn } from './columns/bool-column.js';
import type { ColumnEncoder } from './columns/column-encoder.js';
import { datetime64Column } from './columns/datetime64-column.js';
import { enum8Column } from './columns/enum8-column.js';
import { fixedBytesColumn } from './columns/fixed-bytes-column.js';
import { headersColumn } from './columns/headers-column.js';
import { int32Column } from './columns/int32-column.js';
import { nullableBytesColumn } from './columns/nullable-bytes-column.js';
import { nullableDatetime64Column } from './columns/nullable-datetime64-column.js';
import { stringColumn } from './columns/string-column.js';
import { uint32ArrayColumn } from './columns/uint32-array-column.js';
import { uint32Column } from './columns/uint32-column.js';
import { uint64ArrayColumn } from './columns/uint64-array-column.js';
import { uint64Column } from './columns/uint64-column.js';
import { deliveryColumns } from './delivery-columns.js';
import { eventColumns } from './event-columns.js';
import { manifestColumns } from './manifest-columns.js';
import { refusalColumns } from './refusal-columns.js';

/** Values of a column, how ClickHouse is asked for them, and how they look then. */
interface Case<T> {
  readonly type: string;
  readonly encoder: ColumnEncoder<T>;
  readonly values: fc.Arbitrary<T>;
  readonly read: string;
  readonly expected: (value: T) => unknown;
}

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const base64 = (value: Buffer): string => value.toString('base64');
const milliseconds = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2299, 11, 31) });
const kinds = { event: 1, tombstone: 2, undecodable: 3 } as const;
const headerValue = fc.oneof(fc.string({ unit: 'binary' }), bytes);
const headers = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.oneof(headerValue, fc.array(headerValue)), {
  noNullPrototype: true,
});
const asBytes = (value: Buffer | string): Buffer => (typeof value === 'string' ? Buffer.from(value) : value);

function caseOf<T>(definition: Case<T>): Case<unknown> {
  return definition as unknown as Case<unknown>;
}

const cases: readonly Case<unknown>[] = [
  caseOf({
    type: 'String',
    encoder: stringColumn,
    values: fc.string({ unit: 'binary', maxLength: 400 }),
    read: 'base64Encode(v)',
    expected: (value) => base64(Buffer.from(value)),
  }),
  caseOf({
    type: 'LowCardinality(String)',
    encoder: stringColumn,
    values: fc.string(),
    read: 'base64Encode(v)',
    expected: (value) => base64(Buffer.from(value)),
  }),
  caseOf({
    type: 'Nullable(String)',
    encoder: nullableBytesColumn,
    values: fc.option(bytes),
    read: 'base64Encode(v)',
    expected: (value) => (value === null ? null : base64(value)),
  }),
  caseOf({
    type: 'FixedString(32)',
    encoder: fixedBytesColumn,
    values: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Buffer.from(array)),
    read: 'base64Encode(v)',
    expected: base64,
  }),
  caseOf({
    type: 'UInt32',
    encoder: uint32Column,
    values: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    read: 'v',
    expected: (value) => value,
  }),
  caseOf({
    type: 'Int32',
    encoder: int32Column,
    values: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    read: 'v',
    expected: (value) => value,
  }),
  caseOf({
    type: 'UInt64',
    encoder: uint64Column,
    values: fc.maxSafeNat(),
    read: 'toString(v)',
    expected: String,
  }),
  caseOf({
    type: `DateTime64(3, 'UTC')`,
    encoder: datetime64Column,
    values: milliseconds,
    read: 'toString(toUnixTimestamp64Milli(v))',
    expected: String,
  }),
  caseOf({
    type: `Nullable(DateTime64(3, 'UTC'))`,
    encoder: nullableDatetime64Column,
    values: fc.option(milliseconds),
    read: 'toUnixTimestamp64Milli(v)',
    expected: (value) => value,
  }),
  caseOf({ type: 'Bool', encoder: boolColumn, values: fc.boolean(), read: 'v', expected: (value) => value }),
  caseOf({
    type: `Enum8('event' = 1, 'tombstone' = 2, 'undecodable' = 3)`,
    encoder: enum8Column(kinds),
    values: fc.constantFrom('event', 'tombstone', 'undecodable'),
    read: 'toString(v)',
    expected: (value) => value,
  }),
  caseOf({
    type: 'Array(UInt32)',
    encoder: uint32ArrayColumn,
    values: fc.array(fc.nat(2 ** 32 - 1), { maxLength: 200 }),
    read: 'v',
    expected: (value) => value,
  }),
  caseOf({
    type: 'Array(UInt64)',
    encoder: uint64ArrayColumn,
    values: fc.array(fc.maxSafeNat()),
    read: 'arrayMap(x -> toFloat64(x), v)',
    expected: (value) => value,
  }),
  caseOf({
    type: 'Array(Tuple(name String, value String))',
    encoder: headersColumn,
    values: headers,
    read: 'arrayMap(h -> [base64Encode(h.1), base64Encode(h.2)], v)',
    expected: (value) =>
      Object.entries(value).flatMap(([name, given]) =>
        (Array.isArray(given) ? given : [given]).map((one) => [base64(Buffer.from(name)), base64(asBytes(one))]),
      ),
  }),
];

describe('RowBinary as we write it', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-rowbinary-'));
  let connections: AuditConnections;

  beforeAll(async () => {
    connections = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    await migrate(connections.writer);
  });
  afterAll(async () => {
    await connections.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each(cases.map((one) => [one.type, one] as const))('round-trips %s', async (type, { encoder, values, ...one }) => {
    const file = join(connections.stagingDir!, 'values.bin');
    const property = fc.asyncProperty(fc.array(values, { minLength: 1, maxLength: 100 }), async (list) => {
      const writer = new ByteWriter();
      for (const [index, value] of list.entries()) {
        writer.uint32(index);
        encoder(writer, value);
      }
      writeFileSync(file, writer.view());
      const structure = `i UInt32, v ${type}`.replaceAll("'", "\\'");
      const query = `SELECT ${one.read} AS value FROM file('${file}', 'RowBinary', '${structure}') ORDER BY i`;
      const rows = await (await connections.reader.query({ query, format: 'JSONEachRow' })).json<{ value: unknown }>();
      expect(rows.map(({ value }) => value)).toEqual(list.map(one.expected));
    });
    await fc.assert(property, { numRuns: 12 });
  });

  it.each([
    ['events', eventColumns],
    ['blocks', manifestColumns],
    ['deliveries', deliveryColumns],
    ['refusals', refusalColumns],
  ])('67 has an encoder for every column of %s, and for no other', async (table, columns) => {
    const query = `SELECT name FROM system.columns
      WHERE database = currentDatabase() AND table = {table:String} AND default_kind != 'MATERIALIZED'`;
    const result = await connections.reader.query({ query, query_params: { table }, format: 'JSONEachRow' });
    const names = (await result.json<{ name: string }>()).map(({ name }) => name);
    expect([...columns]).toEqual(names);
  });
});
