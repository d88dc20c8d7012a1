import { describe, expect, it } from '@jest/globals';
import { toEncodedRecord } from './to-encoded-record.js';

const record = { topic: 't', key: null, value: null, headers: {} };

describe('an encoded record', () => {
  it.each([
    [-1, '-1'],
    [0, '0'],
    [1_300_000_000_000, '1300000000000'],
    [Number(2n ** 63n - 1n), '9223372036854775807'],
    [1e300, '9223372036854775807'],
    [-1e300, '-1'],
    [1_300_000_000_000.75, '1300000000000'],
  ])('has the timestamp %d as the log can hold it', (timestampMs, text) => {
    expect(String(toEncodedRecord({ ...record, timestampMs }, 5).timestampMs)).toBe(text);
  });

  it('has the time of its acceptance when it names none', () => {
    expect(toEncodedRecord(record, 5).timestampMs).toBe(5);
  });
});
