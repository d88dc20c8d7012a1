import { describe, expect, it } from '@jest/globals';
import { judgeChange } from './judge-change.js';

const profile = { name: 'live', variables: {}, readOnly: false, production: false };
const production = { ...profile, production: true };
const readOnly = { ...production, readOnly: true };

describe('judgeChange', () => {
  it.each([
    ['a grave change', { isGrave: true }, undefined, {}, ['sure']],
    ['one that is confirmed', { isGrave: true }, profile, { yes: true }, []],
    ['one that is not grave', { isGrave: false }, profile, {}, []],
    ['any change on production', { isGrave: false }, production, {}, ['sure', 'name']],
    ['half confirmed on production', { isGrave: true }, production, { yes: true }, ['name']],
    ['the other half', { isGrave: true }, production, { confirmProfile: 'live' }, ['sure']],
    ['wholly confirmed', { isGrave: true }, production, { yes: true, confirmProfile: 'live' }, []],
  ])('%s', (...[, change, at, flags, questions]) => {
    const expected = questions.length === 0 ? { kind: 'go' } : { kind: 'ask', questions };
    expect(judgeChange(change, at, flags)).toEqual(expected);
  });

  it('refuses whatever a read-only profile is asked to change, and a confirmation for another profile', () => {
    const flags = { yes: true, confirmProfile: 'live' };
    expect(judgeChange({ isGrave: false }, readOnly, flags)).toEqual({ kind: 'refused' });
    expect(judgeChange({ isGrave: true }, production, { ...flags, confirmProfile: 'staging' })).toEqual({
      kind: 'other-profile',
    });
  });
});
