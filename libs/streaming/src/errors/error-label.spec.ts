import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { errorLabel } from './error-label.js';

describe('the label of an error', () => {
  it('is the code where that is known beforehand', () => {
    const codes = ['SPW-5030', 'ECONNREFUSED', 'ENOSPC', 'UND_ERR_SOCKET'];
    expect(codes.map(errorLabel)).toEqual(codes);
  });

  it('is one for all other codes, however many there are', () => {
    const codes = Array.from({ length: 1_000 }, (_, index) => `${index % 2 === 0 ? 'SPW-9' : 'order '}${randomUUID()}`);
    expect(new Set(['', 'constructor', ...codes].map(errorLabel))).toEqual(new Set(['unclassified']));
  });
});
