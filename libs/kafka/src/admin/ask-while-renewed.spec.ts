import { describe, expect, it } from '@jest/globals';
import { askWhileRenewed } from './ask-while-renewed.js';

describe('a question to a client that renews its metadata', () => {
  it('is asked again until it has an answer', async () => {
    let asked = 0;
    const answer = await askWhileRenewed(async () => {
      if (++asked < 3) throw new TypeError("Cannot destructure property 'partitions' of 'high.pop(...)'");
      return asked;
    });
    expect(answer).toBe(3);
  });

  it('fails at once with any other error, and with this one in the end', async () => {
    let asked = 0;
    const fail = (error: Error) => async (): Promise<never> => {
      asked++;
      throw error;
    };
    await expect(askWhileRenewed(fail(new Error('no broker')))).rejects.toThrow('no broker');
    expect(asked).toBe(1);
    await expect(askWhileRenewed(fail(new TypeError('always')))).rejects.toThrow('always');
    expect(asked).toBe(21);
  });
});
