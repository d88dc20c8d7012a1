import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ScopeFilter } from './scope-filter.js';

const keys = fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes));
const scopeOf = (key: Buffer): string => key.toString('latin1');

/** A filter and what is counted in it. */
function counting() {
  const scopes: string[] = [];
  const filter = new ScopeFilter(() => scopes);
  return {
    mayHold: (key: Buffer) => filter.mayHold(ScopeFilter.hashOf(key)),
    add: (scope: string) => {
      scopes.push(scope);
      filter.add(scope);
    },
    remove: (scope: string) => {
      scopes.splice(scopes.indexOf(scope), 1);
      filter.remove(scope);
    },
  };
}

const customer = (number: number): string => `customer-${number}`;
const othersHeld = ({ mayHold }: ReturnType<typeof counting>, others: number): number =>
  Array.from({ length: others }, (_, index) => Buffer.from(customer(1_000_000 + index))).filter(mayHold).length;

describe('a scope filter', () => {
  it('never says of a key that is counted that it is not', () => {
    fc.assert(
      fc.property(fc.array(keys, { minLength: 1 }), fc.array(keys), (kept, removed) => {
        const filter = counting();
        for (const key of [...removed, ...kept]) filter.add(scopeOf(key));
        for (const key of removed) filter.remove(scopeOf(key));
        for (const key of kept) expect(filter.mayHold(key)).toBe(true);
      }),
    );
  });

  it('is empty again when all was removed', () => {
    fc.assert(
      fc.property(fc.array(keys), (all) => {
        const filter = counting();
        for (const key of all) filter.add(scopeOf(key));
        for (const key of all) filter.remove(scopeOf(key));
        for (const key of all) expect(filter.mayHold(key)).toBe(false);
      }),
    );
  });

  it('counts what it held before it grew, twice where it was added twice', () => {
    const filter = counting();
    filter.add('twice');
    filter.add('twice');
    for (let number = 0; number < 5_000; number++) filter.add(customer(number));
    expect(filter.mayHold(Buffer.from(customer(0)))).toBe(true);
    filter.remove('twice');
    expect(filter.mayHold(Buffer.from('twice'))).toBe(true);
    for (let number = 4_999; number >= 0; number--) filter.remove(customer(number));
    filter.remove('twice');
    expect(othersHeld(filter, 10_000)).toBe(0);
  });

  it('knows a key of which more are counted than it can count', () => {
    const filter = counting();
    // As many as a byte takes for none.
    for (let time = 0; time < 256; time++) filter.add('often');
    expect(filter.mayHold(Buffer.from('often'))).toBe(true);
  });

  it.each([100, 5_000, 40_000])('tells most keys from %i others', (count) => {
    const filter = counting();
    for (let number = 0; number < count; number++) filter.add(customer(number));
    expect(othersHeld(filter, 10_000)).toBeLessThan(1_500);
  });
});
