import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ScopeFilter } from './scope-filter.js';

const keys = fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes));
const scopeOf = (key: Buffer): string => key.toString('latin1');

describe('a scope filter', () => {
  it('never says of a key that is counted that it is not', () => {
    fc.assert(
      fc.property(fc.array(keys, { minLength: 1 }), fc.array(keys), (kept, removed) => {
        const filter = new ScopeFilter();
        for (const key of [...removed, ...kept]) filter.add(scopeOf(key));
        for (const key of removed) filter.remove(scopeOf(key));
        for (const key of kept) expect(filter.mayHold(ScopeFilter.slotOf(key))).toBe(true);
      }),
    );
  });

  it('is empty again when all was removed', () => {
    fc.assert(
      fc.property(fc.array(keys), (all) => {
        const filter = new ScopeFilter();
        for (const key of all) filter.add(scopeOf(key));
        for (const key of all) filter.remove(scopeOf(key));
        for (const key of all) expect(filter.mayHold(ScopeFilter.slotOf(key))).toBe(false);
      }),
    );
  });

  it('tells most keys from a hundred others', () => {
    const filter = new ScopeFilter();
    for (let key = 0; key < 100; key++) filter.add(`customer-${key}`);
    const others = Array.from({ length: 10_000 }, (_, key) => Buffer.from(`customer-${key + 100}`));
    expect(others.filter((key) => filter.mayHold(ScopeFilter.slotOf(key))).length).toBeLessThan(500);
  });
});
