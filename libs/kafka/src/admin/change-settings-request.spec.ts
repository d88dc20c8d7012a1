import { describe, expect, it } from '@jest/globals';
import { decodeSettingsAnswer, encodeChangeSettings } from './change-settings-request.js';

describe('IncrementalAlterConfigs version 0', () => {
  it('sets the named settings of one topic', () => {
    const bytes = encodeChangeSettings('ab', { 'x.y': '1', z: '' });
    const expected = [
      '00000001',
      '02',
      '00026162',
      '00000002',
      '0003782e79',
      '00',
      '000131',
      '00017a',
      '00',
      '0000',
      '00',
    ];
    expect(bytes.toString('hex')).toBe(expected.join(''));
  });

  it('tells what the broker refused, and why', () => {
    const answer = (code: string, message: string) => Buffer.from(`0000000000000001${code}${message}0200026162`, 'hex');
    expect(decodeSettingsAnswer(answer('0000', 'ffff'))).toEqual({ errorCode: 0, message: '' });
    expect(decodeSettingsAnswer(answer('0028', '00026e6f'))).toEqual({ errorCode: 40, message: 'no' });
  });
});
