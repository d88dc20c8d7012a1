import { describe, expect, it } from '@jest/globals';
import { judgeDeed } from './judge-deed.js';

const profile = { name: 'live', variables: {}, readOnly: false, production: false };
const production = { ...profile, production: true };
const readOnly = { ...production, readOnly: true };

describe('judgeDeed', () => {
  it.each([
    ['a grave deed', { isGrave: true }, undefined, {}, ['sure']],
    ['one that is confirmed', { isGrave: true }, profile, { yes: true }, []],
    ['one that is not grave', { isGrave: false }, profile, {}, []],
    ['any deed on production', { isGrave: false }, production, {}, ['sure', 'name']],
    ['half confirmed on production', { isGrave: true }, production, { yes: true }, ['name']],
    ['the other half', { isGrave: true }, production, { confirmProfile: 'live' }, ['sure']],
    ['wholly confirmed', { isGrave: true }, production, { yes: true, confirmProfile: 'live' }, []],
  ])('%s', (...[, deed, at, flags, questions]) => {
    const expected = questions.length === 0 ? { kind: 'go' } : { kind: 'ask', questions };
    expect(judgeDeed(deed, at, flags)).toEqual(expected);
  });

  it('refuses whatever a read-only profile is asked to change, and a confirmation for another profile', () => {
    const flags = { yes: true, confirmProfile: 'live' };
    expect(judgeDeed({ isGrave: false }, readOnly, flags)).toEqual({ kind: 'refused' });
    expect(judgeDeed({ isGrave: true }, production, { ...flags, confirmProfile: 'staging' })).toEqual({
      kind: 'other-profile',
    });
  });
});
