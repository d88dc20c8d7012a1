import { describe, expect, it } from '@jest/globals';
import { toMessage } from './to-message.js';

const record = { topic: 't', key: null, value: null, headers: {} };

describe('toMessage', () => {
  it.each([
    [-1, '-1'],
    [0, '0'],
    [1_300_000_000_000, '1300000000000'],
    [Number(2n ** 63n - 1n), '9223372036854775807'],
    [1e300, '9223372036854775807'],
    [-1e300, '-1'],
  ])('gives the timestamp %d as the log can hold it', (timestampMs, text) => {
    expect(toMessage({ ...record, timestampMs }, 0, 5).timestamp).toBe(text);
  });

  it('keeps a header named `__proto__`', () => {
    const headers = JSON.parse('{"__proto__":"1","a":"2"}') as Record<string, string>;
    expect(Object.entries(toMessage({ ...record, headers }, 0, 5).headers ?? {})).toEqual([
      ['__proto__', '1'],
      ['a', '2'],
    ]);
  });
});
