import { describe, expect, it } from '@jest/globals';
import { inKeyOrder } from './in-key-order.js';

const items = ['a1', 'b1', 'a2', 'a3', 'b2'];

async function record(runLength: number) {
  const log: string[] = [];
  const isOtherDone = Promise.withResolvers<void>();
  const answers = await inKeyOrder<string, string>(items, {
    keyOf: (item) => item[0]!,
    runLength,
    work: async (item, before) => {
      log.push(`start ${item} after ${before.join('+') || 'nothing'}`);
      // The first of its key ends when the other key is through: whoever made them wait for it would wait for ever.
      if (item === 'a1') await isOtherDone.promise;
      else await new Promise((resolve) => setTimeout(resolve, 1));
      log.push(`end ${item}`);
      if (item === 'b2') isOtherDone.resolve();
      return item;
    },
  });
  return { log, answers };
}

describe('inKeyOrder', () => {
  it('starts an item of a key only when the one before it has ended, and tells it how', async () => {
    const { log } = await record(1);
    expect(log.indexOf('start a2 after a1')).toBeGreaterThan(log.indexOf('end a1'));
    expect(log.indexOf('start a3 after a2')).toBeGreaterThan(log.indexOf('end a2'));
  });

  it('lets no key wait for another', async () => {
    const { log } = await record(1);
    expect(log.indexOf('end b2')).toBeLessThan(log.indexOf('end a1'));
  });

  it('takes longer runs where asked, still in order', async () => {
    const { log } = await record(2);
    expect(log.filter((line) => line.startsWith('start a'))).toEqual([
      'start a1 after nothing',
      'start a2 after nothing',
      'start a3 after a1+a2',
    ]);
  });

  it('answers by index', async () => {
    expect((await record(1)).answers).toEqual(items);
  });
});
