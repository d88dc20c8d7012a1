import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { auditRowBytes, type AuditRow } from '@spillway/streaming';
import { auditBlock, auditRow, baseMs } from '../spec-support/audit-records.js';
import { planInserts } from './plan-inserts.js';

const dayMs = 24 * 60 * 60 * 1000;
const limits = { maxRows: 5, maxDays: 3, maxBytes: 2_500 };

/** Partitions with records on random days; every second offset holds none. */
const rounds = fc.array(fc.array(fc.nat(8), { maxLength: 20 }), { maxLength: 4 }).map((partitions) =>
  partitions.map((days, partition) => {
    const rows = days.map((day, index) => auditRow(index * 2 + 1, { timestampMs: baseMs + day * dayMs }));
    return auditBlock(0, 0, { partition, firstOffset: 0, lastOffset: days.length * 2, rows });
  }),
);

const sizeOf = (rows: readonly AuditRow[]): number => rows.reduce((sum, row) => sum + auditRowBytes(row), 0);

describe('planInserts', () => {
  it('70 keeps every row, its order and every offset, within the limits', () => {
    fc.assert(
      fc.property(rounds, (blocks) => {
        const inserts = planInserts(blocks, limits);
        for (const insert of inserts) {
          const rows = insert.flatMap((block) => block.rows);
          expect(rows.length).toBeLessThanOrEqual(limits.maxRows);
          expect(sizeOf(rows.slice(0, -1))).toBeLessThan(limits.maxBytes);
          expect(new Set(rows.map((row) => Math.floor(row.timestampMs / dayMs))).size).toBeLessThanOrEqual(3);
        }
        for (const block of blocks) {
          const parts = inserts.flat().filter(({ partition }) => partition === block.partition);
          expect(parts.flatMap((part) => part.rows)).toEqual(block.rows);
          let next = block.firstOffset;
          for (const { firstOffset, lastOffset, rows } of parts) {
            expect(firstOffset).toBe(next);
            for (const { offset } of rows) expect(offset >= firstOffset && offset <= lastOffset).toBe(true);
            next = lastOffset + 1;
          }
          expect(next).toBe(block.lastOffset + 1);
        }
      }),
    );
  });

  it('puts small blocks of many partitions into one insert', () => {
    const blocks = [0, 1, 2].map((partition) => auditBlock(0, 9, { partition }));
    expect(planInserts(blocks)).toEqual([blocks]);
  });
});
