import { expect, it } from '@jest/globals';
import { rowsOfLines } from './rows-of-lines.js';

it.each([
  ['', []],
  ['{"a":1}\n', [{ a: 1 }]],
  ['{"a":"x\\ny, z"}\n{"a":"[]"}\n', [{ a: 'x\ny, z' }, { a: '[]' }]],
])('reads the rows of %j', (text, rows) => {
  expect(rowsOfLines(text)).toEqual(rows);
});
