import { describe, expect, it } from '@jest/globals';
import { effectiveVariables } from './effective-variables.js';

describe('effectiveVariables', () => {
  it.each([
    ['nothing given', {}, { A: '1' }],
    ['given empty', { A: '' }, { A: '1' }],
    ['given', { A: '2' }, { A: '2' }],
    ['given as a file', { A_FILE: '/a' }, { A_FILE: '/a' }],
    ['another one given', { B: '2' }, { A: '1', B: '2' }],
  ])('%s', (_, environment, expected) => {
    expect(effectiveVariables(environment, { A: '1' })).toEqual(expected);
  });

  it('puts a file of the profile aside for a value of the environment', () => {
    expect(effectiveVariables({ A: '2' }, { A_FILE: '/a' })).toEqual({ A: '2' });
  });
});
