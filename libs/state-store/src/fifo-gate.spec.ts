import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { systemClock } from '@spillway/streaming';
import { virtualClock } from '@spillway/testing';
import { FifoGate } from './fifo-gate.js';

const patience = { clock: systemClock, maxWaitMs: 60_000 };

describe('FifoGate', () => {
  it('lets so many in at a time, in the order they came, whatever they end with', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.record({ turns: fc.integer({ min: 1, max: 4 }), fails: fc.boolean() }), { maxLength: 30 }),
        async (places, works) => {
          const gate = new FifoGate(places, patience);
          const begun: number[] = [];
          let inside = 0;
          let most = 0;
          const ends = await Promise.allSettled(
            works.map(({ turns, fails }, index) =>
              gate.run(async () => {
                begun.push(index);
                most = Math.max(most, ++inside);
                for (let turn = 0; turn < turns; turn++) await Promise.resolve();
                inside--;
                if (fails) throw new Error(`${index}`);
                return index;
              }),
            ),
          );
          expect(begun).toEqual(works.map((_, index) => index));
          expect(most).toBe(Math.min(places, works.length));
          expect(ends.map(({ status }) => status)).toEqual(
            works.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')),
          );
        },
      ),
    );
  });

  it('gives no place to one who comes while another is on its way in', async () => {
    const gate = new FifoGate(1, patience);
    const order: string[] = [];
    const first = gate.run(async () => void order.push('first'));
    const second = gate.run(async () => void order.push('second'));
    await first;
    const third = gate.run(async () => void order.push('third'));
    await Promise.all([second, third]);
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('sends those away who waited too long, and keeps the order of the others', async () => {
    const clock = virtualClock();
    const gate = new FifoGate(1, { clock, maxWaitMs: 1_000 });
    const held = Promise.withResolvers<void>();
    const order: string[] = [];
    const enter = (name: string) => gate.run(async () => void order.push(name));
    const holder = gate.run(() => held.promise);
    const impatient = Promise.allSettled([enter('early')]);
    await clock.advance(600);
    const others = [enter('late'), enter('later')];
    await clock.advance(500);
    expect(await impatient).toMatchObject([{ reason: { code: 'SPW-6006', retryable: true } }]);
    held.resolve();
    await Promise.all([holder, ...others]);
    await enter('last');
    expect(order).toEqual(['late', 'later', 'last']);
  });
});
