import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { LineSplitter } from './line-splitter.js';

function split(text: string | Buffer, chunkBytes = 1_000, maxLineBytes = 1_000) {
  const bytes = Buffer.from(text as string);
  const splitter = new LineSplitter(maxLineBytes);
  const lines = [];
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    lines.push(...splitter.push(bytes.subarray(start, start + chunkBytes)));
  }
  return [...lines, ...splitter.end()].map(({ line, bytes: own, tooLong }) => ({
    line,
    text: own.toString(),
    tooLong,
  }));
}

describe('LineSplitter', () => {
  it('numbers lines from 1 and takes LF and CRLF, also mixed', () => {
    expect(split('a\r\nb\n\nc').map(({ line, text }) => [line, text])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, ''],
      [4, 'c'],
    ]);
  });

  it('sees no line after the last line end', () => {
    expect(split('a\n')).toHaveLength(1);
    expect(split('')).toHaveLength(0);
  });

  it('drops a byte order mark', () => {
    expect(split('\uFEFFa\n\uFEFFb\n').map(({ text }) => text)).toEqual(['a', '\uFEFFb']);
  });

  it('keeps the beginning only of a line over the limit, and the lines after it', () => {
    expect(split(`${'x'.repeat(50)}\nok`, 7, 10)).toEqual([
      { line: 1, text: 'x'.repeat(10), tooLong: true },
      { line: 2, text: 'ok', tooLong: false },
    ]);
  });

  it('gives the same lines however the bytes are cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '£', ',') }),
        fc.integer({ min: 1, max: 9 }),
        (text, size) => {
          expect(split(text, size)).toEqual(split(text, 10_000));
        },
      ),
    );
  });
});
