import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isExactNumber } from './is-exact-number.js';
import { parseStrictJson } from './parse-strict-json.js';
import { defaultJsonLimits } from './json-limits.js';
import { scanJson } from './scan-json.js';

const forbidden = ['__proto__', 'constructor', 'prototype'];
const key = fc
  .string({ unit: 'grapheme', maxLength: 8 })
  .filter((text) => !forbidden.includes(text) && !text.includes('\0'));
const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !value.includes('\0'));
const number = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }));
/** What a strict document may hold. */
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    number.filter((n) => isExactNumber(JSON.stringify(n))),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

const parseOrUndefined = (json: string): { parsed: unknown } | undefined => {
  try {
    return { parsed: JSON.parse(json) };
  } catch {
    return undefined;
  }
};

describe('the strict JSON reader', () => {
  test('agrees with JSON.parse on every good document, whatever its spacing', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1, '\t'), (document, indent) => {
        const json = JSON.stringify(document, undefined, indent);
        expect(parseStrictJson(Buffer.from(json))).toEqual(JSON.parse(json));
      }),
    );
  });

  test('never accepts what JSON.parse refuses, never calls JSON a syntax error', () => {
    const noise = fc.array(fc.constantFrom(...'{}[]",:\\u0019aefnrstl-+.eE \t\n\u0001'), { maxLength: 24 });
    fc.assert(
      fc.property(noise, (characters) => {
        const json = characters.join('');
        const finding = scanJson(json);
        if (parseOrUndefined(json) === undefined) expect(finding).toBeDefined();
        else expect(finding?.kind).not.toBe('syntax');
      }),
      { numRuns: 2_000 },
    );
  });

  test('finds one damaged character, or agrees that the result is JSON', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.constantFrom(...'{}[]",:x0\u0001'), (document, at, damage) => {
        const json = JSON.stringify(document);
        const damaged = json.slice(0, at % json.length) + damage + json.slice((at % json.length) + 1);
        const finding = scanJson(damaged);
        if (parseOrUndefined(damaged) === undefined) expect(finding).toBeDefined();
        else expect(finding?.kind).not.toBe('syntax');
      }),
      { numRuns: 1_000 },
    );
  });

  test('refuses a repeated key wherever it is', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 4 }), key, value, (path, name, content) => {
        const member = `${JSON.stringify(name)}:${JSON.stringify(content)}`;
        const json = path.reduceRight((inner, step) => `{${JSON.stringify(step)}:[${inner}]}`, `{${member},${member}}`);
        expect(scanJson(json)).toMatchObject({ kind: 'refused', detail: expect.stringContaining('duplicate') });
      }),
    );
  });

  test('keeps exactly the integers that stay themselves', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (integer) => {
        const isKept = integer > -(2n ** 53n) && integer < 2n ** 53n;
        expect(isExactNumber(String(integer))).toBe(isKept);
      }),
    );
  });

  test('keeps every decimal of up to 15 digits, as money has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999_999 }),
        fc.integer({ min: 0, max: 9_999 }),
        (whole, fraction) => {
          expect(isExactNumber(`${whole}.${String(fraction).padStart(4, '0')}`)).toBe(true);
        },
      ),
    );
  });

  test('points at the place in RFC 6901 form, long keys cut', () => {
    expect(scanJson('{"a/b":{"m~n":[0,{"x":-0}]}}')?.pointer).toBe('/a~1b/m~0n/1/x');
    expect(scanJson(`{"${'k'.repeat(1_000)}":-0}`)?.pointer).toHaveLength(66);
  });

  test('bounds the keys of a document even when no object has many', () => {
    const json = JSON.stringify(Array.from({ length: 30 }, () => ({ a: 1, b: 2 })));
    const limits = { ...defaultJsonLimits, maxDepth: 4, maxKeysPerObject: 2, maxKeys: 59 };
    expect(scanJson(json, { ...limits, maxKeys: 60 })).toBeUndefined();
    expect(scanJson(json, limits)).toMatchObject({ kind: 'refused', pointer: '/29/b' });
  });

  test('bounds the items of an array and the length of a text', () => {
    const limits = { ...defaultJsonLimits, maxItemsPerArray: 2, maxStringLength: 3 };
    expect(scanJson('[[0,"abc"],{"key":0}]', limits)).toBeUndefined();
    expect(scanJson('[0,0,0]', limits)).toMatchObject({ kind: 'refused', pointer: '/2', index: 5 });
    expect(scanJson('["abcd"]', limits)).toMatchObject({ kind: 'refused', pointer: '/0', index: 1 });
    expect(scanJson('{"keys":0}', limits)).toMatchObject({ kind: 'refused' });
  });

  test('does not work long on a long number', () => {
    const startedMs = performance.now();
    const zeros = '0'.repeat(1_000_000);
    for (const literal of [`1.${zeros}1`, `1e${zeros}1`, '9'.repeat(1_000_000), `-0.${zeros}`]) {
      expect(scanJson(literal)).toMatchObject({ kind: 'refused', index: 0 });
    }
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});
