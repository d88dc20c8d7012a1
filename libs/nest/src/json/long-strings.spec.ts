import { setFlagsFromString } from 'node:v8';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultJsonLimits } from './json-limits.js';
import { scanJson } from './scan-json.js';

/** V8 does this by itself in a process that has compiled about a megabyte of patterns. */
describe('where V8 does not optimise patterns', () => {
  beforeAll(() => setFlagsFromString('--no-regexp-optimization'));
  afterAll(() => setFlagsFromString('--regexp-optimization'));

  const text = 'x'.repeat(20_000_000);
  const limits = { ...defaultJsonLimits, maxStringLength: text.length };

  test('a string of 20 million characters is read', () => {
    expect(scanJson(`["${text}"]`, limits)).toBeUndefined();
  });

  test('and refused where it is too long', () => {
    expect(scanJson(`["${text}"]`)).toMatchObject({ kind: 'refused', pointer: '/0' });
  });

  test.each([
    ['a number', `[${'1'.repeat(20_000_000)}]`],
    ['space', `[${' '.repeat(20_000_000)}x]`],
    ['escapes', `["${String.raw`\n`.repeat(10_000_000)}"]`],
  ])('%s of 20 million characters gets a finding, not an exception', (_what, json) => {
    expect(scanJson(json)).toBeDefined();
  });
});
