import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseRfc3339 } from './parse-rfc-3339.js';

describe('parseRfc3339', () => {
  it.each([
    ['2010-12-01T08:26:00Z', '2010-12-01T08:26:00.000Z'],
    ['2010-12-01t08:26:00.5z', '2010-12-01T08:26:00.500Z'],
    ['2010-12-01T08:26:00.123000+05:30', '2010-12-01T02:56:00.123Z'],
    ['2010-12-31T23:30:00-01:00', '2011-01-01T00:30:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['2000-02-29T23:59:59.999Z', '2000-02-29T23:59:59.999Z'],
  ])('reads %s', (text, iso) => {
    expect(parseRfc3339(text)).toEqual({ date: new Date(iso), cut: false });
  });

  it('says when the text is finer than a date', () => {
    expect(parseRfc3339('2010-12-01T08:26:00.1239Z')).toEqual({
      date: new Date('2010-12-01T08:26:00.123Z'),
      cut: true,
    });
  });

  it.each([
    '2010-12-01',
    '2010-12-01T08:26:00',
    '2010-12-01 08:26:00Z',
    '2010-12-01T08:26Z',
    '2010-13-01T08:26:00Z',
    '2010-02-29T08:26:00Z',
    '2010-12-00T08:26:00Z',
    '2010-12-01T24:00:00Z',
    '2010-12-01T08:60:00Z',
    '2016-12-31T23:59:60Z',
    '2010-12-01T08:26:00+24:00',
    '+002010-12-01T08:26:00Z',
    '2010-12-01T08:26:00.Z',
    'now',
    '',
  ])('refuses %j', (text) => {
    expect(parseRfc3339(text)).toBeUndefined();
  });

  it('reads back every date that has four digits of year', () => {
    const dates = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(dates, (date) => expect(parseRfc3339(date.toISOString())).toEqual({ date, cut: false })));
  });
});
