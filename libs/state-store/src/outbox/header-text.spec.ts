import { describe, expect, it } from '@jest/globals';
import { array, assert, dictionary, oneof, property, string, uint8Array } from 'fast-check';
import { formatHeaders, parseHeaders } from './header-text.js';

describe('headers as text', () => {
  it('come back as they were, whatever their names and values', () => {
    const value = oneof(
      string({ unit: 'binary' }),
      uint8Array().map((bytes) => Buffer.from(bytes)),
    );
    const headers = dictionary(string({ unit: 'binary' }), oneof(value, array(value, { minLength: 2, maxLength: 3 })));
    assert(
      property(headers, (given) => {
        expect({ ...parseHeaders(formatHeaders(given)) }).toEqual({ ...given });
      }),
      { numRuns: 500 },
    );
  });

  it('hold no character that PostgreSQL refuses in text', () => {
    const text = formatHeaders({ 'a\0': '\0\ud800' });
    expect(text).not.toContain('\0');
    expect(Buffer.from(text).toString()).toBe(text);
    expect(parseHeaders(text)).toEqual({ 'a\0': '\0\ud800' });
  });

  it('leave out a header without a value', () => {
    expect(formatHeaders({ given: 'x', missing: undefined })).toBe('[["given","x"]]');
  });
});
