import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { HeaderNames } from './header-names.js';

describe('HeaderNames', () => {
  it('reads what the bytes say, however often and in whatever order', () => {
    const names = new HeaderNames();
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      // Alike but for one place, so that many fall into one slot.
      fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(39)).map(([length, at]) => {
        const bytes = Buffer.alloc(length, 'a');
        bytes[at % length] = 0x62;
        return bytes.toString();
      }),
    );
    fc.assert(
      fc.property(fc.array(name, { maxLength: 50 }), (texts) => {
        for (const text of [...texts, ...texts]) {
          const bytes = Buffer.from(`<${text}>`);
          expect(names.read(bytes, 1, bytes.length - 1)).toBe(bytes.toString('utf8', 1, bytes.length - 1));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps apart what falls into one slot', () => {
    const names = new HeaderNames();
    const read = (text: string): string => names.read(Buffer.from(text), 0, text.length);
    // Equal in length, in the middle and in the last three places.
    expect([read('a-mm-xyz'), read('b-mm-xyz'), read('a-mm-xyz')]).toEqual(['a-mm-xyz', 'b-mm-xyz', 'a-mm-xyz']);
  });
});
