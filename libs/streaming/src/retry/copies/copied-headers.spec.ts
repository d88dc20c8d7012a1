import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { CopiedHeaders } from './copied-headers.js';

/** As many as become a shape, and more. */
const manyNames = Array.from({ length: 80 }, (_, index) => `h${index}`);
const name = fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'constructor', '10', '2', '\ud800'), fc.string());
const header = fc.tuple(name, fc.string());
const list = fc.oneof(
  fc.array(header, { maxLength: 8 }),
  fc.integer({ min: 60, max: 80 }).map((count) => manyNames.slice(0, count).map((one): [string, string] => [one, one])),
);

describe('the headers of copies, one after the other', () => {
  it('are those of each copy alone: of a name that repeats the last value, in the place of the first', () => {
    const headers = new CopiedHeaders();
    fc.assert(
      fc.property(fc.array(list, { minLength: 1, maxLength: 4 }), (copies) => {
        // Twice, so that each meets the shape that it left.
        for (const copy of [...copies, ...copies]) {
          headers.clear();
          for (const [one, value] of copy) headers.add(one, value);
          expect(Object.entries(headers.toObject())).toEqual(Object.entries(Object.fromEntries(copy)));
        }
      }),
    );
  });

  it('stay what they were when the next are made', () => {
    const headers = new CopiedHeaders();
    const make = (value: string): unknown => {
      headers.clear();
      headers.add('a', value);
      return headers.toObject();
    };
    const [first, second] = [make('first'), make('second')];
    expect([first, second]).toEqual([{ a: 'first' }, { a: 'second' }]);
  });
});
