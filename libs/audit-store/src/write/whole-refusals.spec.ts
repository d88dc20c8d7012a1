import { describe, expect, it } from '@jest/globals';
import { WholeRefusals } from './whole-refusals.js';

const refused = (rows: number) => Array.from({ length: rows }, () => ({ reason: 'VIOLATED_CONSTRAINT' }));
const told = (message: string) =>
  expect.objectContaining({ code: 'SPW-7011', message: expect.stringContaining(message) });

function done(refusals: WholeRefusals, rows: number, bad: number): void {
  refusals.check(rows, refused(bad));
  refusals.noteDone(rows, refused(bad));
}

describe('inserts of which ClickHouse took nothing', () => {
  it('68 are of a wrong table with more than three rows: a quiet topic has few in an insert', () => {
    done(new WholeRefusals(), 3, 3);
    expect(() => new WholeRefusals().check(4, refused(4))).toThrow(told('refused all 4 rows of one insert'));
  });

  it('68 are of a wrong table when three went before, of as few rows', () => {
    const refusals = new WholeRefusals();
    for (const rows of [1, 2, 3]) done(refusals, rows, rows);
    expect(() => refusals.check(1, refused(1))).toThrow(told('refused all rows of more than 3 inserts in a row'));
    done(refusals, 2, 1);
    done(refusals, 1, 1);
  });

  it('count once, however often they are tried until all of them is over', () => {
    const refusals = new WholeRefusals();
    for (let attempt = 0; attempt < 10; attempt += 1) refusals.check(1, refused(1));
    refusals.noteDone(1, refused(1));
  });

  it('are not those that had no row, which change nothing', () => {
    const refusals = new WholeRefusals();
    for (let insert = 0; insert < 3; insert += 1) {
      done(refusals, 1, 1);
      done(refusals, 0, 0);
    }
    expect(() => refusals.check(1, refused(1))).toThrow(told('in a row'));
  });
});
