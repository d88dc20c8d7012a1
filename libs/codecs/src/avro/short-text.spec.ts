import { describe, expect, it } from '@jest/globals';
import avro from 'avsc';
import * as fc from 'fast-check';
import { buildType } from './build-type.js';
import { startItemBudget } from './item-budget.js';
import { shortText } from './short-text.js';

const ascii = fc.string({ unit: 'binary-ascii', maxLength: 12 });

describe('short texts', () => {
  it('are what their bytes say', () => {
    fc.assert(
      fc.property(ascii, ascii, (before, text) => {
        expect(shortText(Buffer.from(before + text), before.length, text.length)).toBe(text);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each(['guarded', 'trusted'] as const)('and long ones are read as they were written, %s', (guarding) => {
    const strings = buildType('string', 'contract', guarding);
    const bare = avro.Type.forSchema('string');
    const maps = buildType({ type: 'map', values: 'string' }, 'contract', guarding);
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.string({ unit: 'binary-ascii', minLength: 10, maxLength: 70 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        startItemBudget(1);
        expect(strings.toBuffer(text)).toEqual(bare.toBuffer(text));
        expect(strings.fromBuffer(strings.toBuffer(text))).toBe(text);
        const map = { [`k${text}`]: text };
        expect(maps.fromBuffer(maps.toBuffer(map))).toEqual(map);
      }),
      { numRuns: 2_000 },
    );
  });
});
