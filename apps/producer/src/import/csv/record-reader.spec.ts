import { describe, expect, it } from '@jest/globals';
import { LineSplitter } from './line-splitter.js';
import { RecordReader } from './record-reader.js';

function read(text: string | Buffer) {
  const splitter = new LineSplitter(64);
  const reader = new RecordReader(3);
  const lines = [...splitter.push(Buffer.from(text as string)), ...splitter.end()];
  return [...lines.flatMap((line) => reader.push(line)), ...reader.end()];
}

const notClosed = 'a quoted field is not closed';

describe('RecordReader', () => {
  it('reads one record per line', () => {
    expect(read('a,b,c\nd,e,f\n')).toEqual([
      { line: 1, fields: ['a', 'b', 'c'] },
      { line: 2, fields: ['d', 'e', 'f'] },
    ]);
  });

  it('joins lines that a quoted field holds', () => {
    expect(read('a,"b\nb",c\nd,e,f')).toEqual([
      { line: 1, fields: ['a', 'b\nb', 'c'] },
      { line: 3, fields: ['d', 'e', 'f'] },
    ]);
  });

  it('lets a quote that is never closed spoil its own line only', () => {
    const others = Array.from({ length: 20 }, (_, index) => `d${index},e,f`);
    const records = read(['a,"b,c', ...others].join('\n'));
    expect(records[0]).toEqual({ line: 1, firstField: 'a', reason: notClosed });
    expect(records.slice(1)).toEqual(others.map((text, index) => ({ line: index + 2, fields: text.split(',') })));
  });

  it('does not swallow a good quoted line after an open quote', () => {
    expect(read('a,"b,c\nd,"e, e",f\n')).toEqual([
      { line: 1, firstField: 'a', reason: notClosed },
      { line: 2, fields: ['d', 'e, e', 'f'] },
    ]);
  });

  it('reads several open quotes at the end of the file one by one', () => {
    expect(read('a,"b,c\nd,"e\n')).toEqual([
      { line: 1, firstField: 'a', reason: notClosed },
      { line: 2, firstField: 'd', reason: notClosed },
    ]);
  });

  it('refuses bytes that are not UTF-8 instead of replacing them', () => {
    const bad = Buffer.concat([Buffer.from('a,b\n536365,'), Buffer.from([0xa3]), Buffer.from(',x\nd,e,f')]);
    expect(read(bad)).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, firstField: '536365', reason: 'not valid UTF-8' },
      { line: 3, fields: ['d', 'e', 'f'] },
    ]);
  });

  it('refuses NUL characters and endless lines', () => {
    expect(read('a,\u0000,c')).toEqual([{ line: 1, firstField: 'a', reason: 'contains a NUL character' }]);
    expect(read(`a,${'b'.repeat(100)},c`)).toEqual([{ line: 1, firstField: 'a', reason: 'longer than 64 bytes' }]);
  });
});
