import { describe, expect, it } from '@jest/globals';
import { WholeRefusals } from './whole-refusals.js';

const refused = (rows: number) => Array.from({ length: rows }, () => ({ reason: 'VIOLATED_CONSTRAINT' }));

describe('inserts of which ClickHouse took nothing', () => {
  it.each([2, 7])('68 are of a wrong table with %d rows: a quiet topic has few in an insert', (rows) => {
    expect(() => new WholeRefusals().check(rows, refused(rows))).toThrow(
      expect.objectContaining({ code: 'SPW-7011', message: expect.stringContaining(`refused all ${rows} rows`) }),
    );
  });

  it('are not those that had no row, or of which one was taken', () => {
    const refusals = new WholeRefusals();
    refusals.check(0, []);
    refusals.check(50, refused(49));
  });
});
