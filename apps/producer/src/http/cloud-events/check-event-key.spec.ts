import { describe, expect, it } from '@jest/globals';
import { checkEventKey } from './check-event-key.js';

describe('row 20: the key that a definition derives', () => {
  it.each([
    ['missing', undefined, 'is missing'],
    ['null', null, 'is missing'],
    ['no text', 7, 'is missing'],
    ['empty', '', 'is empty'],
    ['a byte over the limit', '£'.repeat(2_048) + 'x', 'is longer than 4096 bytes'],
  ])('is refused when it is %s', (_, key, problem) => {
    expect(() => checkEventKey(key)).toThrow(expect.objectContaining({ code: 'SPW-4052' }));
    expect(() => checkEventKey(key)).toThrow(problem);
  });

  it('is taken up to the limit', () => {
    expect(() => checkEventKey('£'.repeat(2_048))).not.toThrow();
  });
});
