import { describe, expect, it } from '@jest/globals';
import { textForms } from './text-forms.js';

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

describe('logical types that are text', () => {
  it.each<readonly [string, string, number | bigint | Buffer]>([
    ['date', '1970-01-01', 0],
    ['date', '1969-12-31', -1],
    ['date', '2024-02-29', 19_782],
    ['date', '+010000-01-01', 2_932_897],
    ['time-millis', '00:00:00.000', 0],
    ['time-millis', '23:59:59.999', 86_399_999],
    ['time-micros', '12:34:56.000007', 45_296_000_007],
    ['timestamp-micros', '1970-01-01T00:00:00.000001Z', 1n],
    ['timestamp-micros', '1969-12-31T23:59:59.999999Z', -1n],
    ['timestamp-micros', '9999-12-31T23:59:59.999999Z', 253_402_300_799_999_999n],
    ['timestamp-nanos', '2262-04-11T23:47:16.854775807Z', 2n ** 63n - 1n],
    ['timestamp-nanos', '1677-09-21T00:12:43.145224192Z', -(2n ** 63n)],
    ['local-timestamp-millis', '2026-11-27T11:00:00.500', 1_795_777_200_500n],
    ['local-timestamp-micros', '1970-01-01T00:00:01.000000', 1_000_000n],
    ['local-timestamp-nanos', '1970-01-01T00:00:01.000000009', 1_000_000_009n],
    ['duration', 'P1M2DT3.004S', bytes('0100000002000000bc0b0000')],
    ['duration', 'P4294967295M0DT4294967.295S', bytes('ffffffff00000000ffffffff')],
    ['uuid', '00112233-4455-6677-8899-aabbccddeeff', bytes('00112233445566778899aabbccddeeff')],
    ['big-decimal', '1.50', bytes('04009604')],
    ['big-decimal', '-0.001', bytes('02ff06')],
    ['big-decimal', '0', bytes('020000')],
  ])('%s: %s', (name, text, value) => {
    const { form } = textForms[name]!;
    expect(form.print(value)).toBe(text);
    expect(form.parse(text)).toEqual(value);
  });

  it.each([
    ['timestamp-micros', '2026-11-27T13:00:00.5+02:00', '2026-11-27T11:00:00.500000Z'],
    ['timestamp-nanos', '2026-11-27T11:00:00Z', '2026-11-27T11:00:00.000000000Z'],
    ['time-millis', '11:00:00', '11:00:00.000'],
    ['duration', 'P1M', 'P1M0DT0.000S'],
    ['duration', 'PT1.5S', 'P0M0DT1.500S'],
    ['uuid', '00112233-4455-6677-8899-AABBCCDDEEFF', '00112233-4455-6677-8899-aabbccddeeff'],
  ])('%s: %s is %s', (name, text, same) => {
    const { form } = textForms[name]!;
    expect(form.print(form.parse(text)!)).toBe(same);
  });

  it.each([
    ['date', '2026-02-30'],
    ['date', '2026-1-1'],
    ['date', '2026-01-01T00:00:00Z'],
    ['time-millis', '24:00:00.000'],
    ['time-millis', '11:00:00.0001'],
    ['time-micros', '11:00'],
    ['timestamp-micros', '2026-02-30T00:00:00Z'],
    ['timestamp-micros', '2026-11-27T11:00:00'],
    ['timestamp-micros', '2026-11-27T11:00:00.0000001Z'],
    ['timestamp-micros', '2026-11-27T11:00:60Z'],
    ['timestamp-micros', '2026-11-27T11:00:00+24:00'],
    ['timestamp-nanos', '2262-04-11T23:47:16.854775808Z'],
    ['local-timestamp-millis', '2026-11-27T11:00:00.000Z'],
    ['duration', 'P'],
    ['duration', 'P1DT'],
    ['duration', 'P1Y'],
    ['duration', 'P4294967296M'],
    ['uuid', 'none'],
    ['big-decimal', '1e3'],
    ['big-decimal', '.5'],
    ['big-decimal', '9'.repeat(151)],
  ])('%s: %s is refused', (name, text) => {
    expect(textForms[name]!.form.parse(text)).toBeUndefined();
  });

  it.each<readonly [string, number | bigint | Buffer]>([
    ['date', 2 ** 31 - 1],
    ['time-millis', -1],
    ['time-millis', 86_400_000],
    ['time-micros', 86_400_000_000n],
    ['timestamp-micros', 2n ** 63n - 1n],
    ['big-decimal', Buffer.alloc(0)],
    ['big-decimal', bytes('0200')],
    ['big-decimal', bytes('020000ff')],
    ['big-decimal', bytes('0201fefffff00f')],
    ['big-decimal', Buffer.concat([bytes('8202'), Buffer.alloc(129), bytes('00')])],
  ])('%s: %s is no value of it', (name, value) => {
    expect(textForms[name]!.form.print(value)).toBeUndefined();
  });

  it('writes a scale below zero out', () => {
    expect(textForms['big-decimal']!.form.print(bytes('020505'))).toBe('5000');
  });
});
