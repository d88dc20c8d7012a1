import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { BlockInsert } from './block-writer.js';
import { insertBisecting } from './insert-bisecting.js';

const rowBytes = 4;
const target = { table: 'events', columns: ['a'], token: 't' };

/** Rows that are their own number, and a table that takes an insert whole or not at all. */
function table(bad: ReadonlySet<number>, rows: number) {
  const bytes = Buffer.alloc(rows * rowBytes);
  for (let row = 0; row < rows; row += 1) bytes.writeUInt32LE(row, row * rowBytes);
  const stored: number[] = [];
  const rowsOfToken = new Map<string, string>();
  const insert = async (given: BlockInsert): Promise<void> => {
    const numbers = Array.from({ length: given.bytes.length / rowBytes }, (_, at) =>
      given.bytes.readUInt32LE(at * rowBytes),
    );
    expect(rowsOfToken.get(given.token) ?? String(numbers)).toBe(String(numbers));
    rowsOfToken.set(given.token, String(numbers));
    if (numbers.some((row) => bad.has(row)))
      throw Object.assign(new Error('row'), { code: '469', type: 'VIOLATED_CONSTRAINT' });
    stored.push(...numbers);
  };
  const starts = Array.from({ length: rows }, (_, row) => row * rowBytes);
  return { stored, writer: { insert }, rows: { bytes, starts } };
}

describe('an insert with refused rows', () => {
  it('68 stores every other row, in order and once, and names those that were refused', async () => {
    const cases = fc
      .integer({ min: 0, max: 300 })
      .chain((rows) =>
        fc.tuple(fc.constant(rows), fc.uniqueArray(fc.nat(Math.max(0, rows - 1)), { maxLength: Math.min(rows, 100) })),
      );
    const property = fc.asyncProperty(cases, async ([count, bad]) => {
      const refusedRows = new Set(bad);
      const { stored, writer, rows } = table(refusedRows, count);
      const refused = await insertBisecting(writer, target, rows);
      expect(refused.map(({ index }) => index)).toEqual(bad.toSorted((a, b) => a - b));
      const all = Array.from({ length: count }, (_, row) => row);
      expect(stored).toEqual(all.filter((row) => !refusedRows.has(row)));
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it('68 gives up when more than a hundred are: then the table is wrong', async () => {
    const { writer, rows } = table(new Set(Array.from({ length: 101 }, (_, row) => row)), 50_000);
    await expect(insertBisecting(writer, target, rows)).rejects.toMatchObject({ code: 'SPW-7011', retryable: true });
  });

  it('is not taken apart where waiting is the answer', async () => {
    let inserts = 0;
    const full = { code: '252', type: 'TOO_MANY_PARTS' };
    const insert = async (): Promise<void> => {
      inserts += 1;
      throw full;
    };
    await expect(insertBisecting({ insert }, target, table(new Set(), 8).rows)).rejects.toBe(full);
    expect(inserts).toBe(1);
  });
});
