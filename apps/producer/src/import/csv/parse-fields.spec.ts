import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { parseFields } from './parse-fields.js';

describe('parseFields', () => {
  it.each([
    ['a,b,,d', ['a', 'b', '', 'd']],
    ['', ['']],
    ['a,"b, c",d', ['a', 'b, c', 'd']],
    ['a,"RECORD FRAME 7"" SINGLE",d', ['a', 'RECORD FRAME 7" SINGLE', 'd']],
    ['a,"",d', ['a', '', 'd']],
    ['a,12" RULER,d', ['a', '12" RULER', 'd']],
    ['a,"two\nlines",d', ['a', 'two\nlines', 'd']],
    [' a ,b ', [' a ', 'b ']],
  ])('reads %j', (text, fields) => {
    expect(parseFields(text)).toEqual(fields);
  });

  it('says when a quoted field is still open', () => {
    expect(parseFields('a,"b,c')).toBeUndefined();
    expect(parseFields('a,"b""')).toBeUndefined();
  });

  it('reads lines without quotes as the CSV library does', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ',', ' ', '£', '\t', "'", '1'), minLength: 1 }), (text) => {
        const [fields] = parse(text, { record_delimiter: '\u0000' });
        expect(parseFields(text)).toEqual(fields);
      }),
    );
  });
});
