import { describe, expect, it } from '@jest/globals';
import { brokerRefuses, event, on, onBatch, Returned, Sold, stockGroup, testGroup, type Sale } from '@spillway/testing';
import type { Delivery } from '../../group/delivery.js';
import { completed, deadLetter, retryLater, type Outcome } from '../../group/outcome.js';

const contractBroken = new TypeError('no such field');

/** How a handler ends that has published and has not waited for it. */
const ends: Readonly<Record<string, (attempt: number) => Outcome | void>> = {
  'is completed': () => {},
  'gives its event up': () => deadLetter('declined'),
  'asks for a later try': (attempt) => (attempt === 1 ? retryLater('not yet') : completed()),
  'fails until its event is given up': () => {
    throw contractBroken;
  },
};
const sale = event(Sold, { item: 'cup', quantity: 1 });
const followUp = (delivery: Delivery<Sale>): void => void delivery.publish(Returned, { item: 'cup', quantity: 1 });

describe.each([
  ['single', false],
  ['single', true],
  ['batch', false],
  ['batch', true],
] as const)('a %s handler that does not await what it publishes (state: %s)', (kind, state) => {
  /** Publishes in its first attempt alone. */
  const handler = (end: (attempt: number) => Outcome | void, turns: number) => {
    const handle = (delivery: Delivery<Sale>): Outcome | void => {
      if (delivery.attempt === 1) followUp(delivery);
      return end(delivery.attempt);
    };
    const wait = async (): Promise<void> => {
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    };
    if (kind === 'single') {
      if (turns === 0) return on(Sold, (_, delivery) => handle(delivery));
      return on(Sold, async (_, delivery) => {
        await wait();
        return handle(delivery);
      });
    }
    return onBatch(Sold, async (deliveries) => {
      await wait();
      return deliveries.map((delivery) => handle(delivery) ?? completed());
    });
  };

  it.each(Object.entries(ends).flatMap(([name, end]) => [0, 1].map((turns) => [name, turns, end] as const)))(
    'and %s has its event written first (after %i turns)',
    async (_, turns, end) => {
      const group = testGroup({
        group: stockGroup,
        handlers: [handler(end, turns), on(Returned, () => {})],
        events: [Sold, Returned],
        state,
      });
      const run = await group.given(sale).when(brokerRefuses('shop.sales', { times: 2 }));
      expect(run.published(Returned)).toHaveLength(1);
    },
  );
});

describe('a handler that publishes after its end', () => {
  it.each([false, true])('is told that nobody would make sure of it (state: %s)', async (state) => {
    const told: string[] = [];
    const later = on(Sold, async (_, delivery, context) => {
      if (state) await context.unitOfWork(async () => {});
      setImmediate(() => {
        delivery
          .publish(Returned, { item: 'cup', quantity: 1 })
          .catch((error: Error) => told.push(String((error as { code?: string }).code)));
        // Nobody looks at it: the process goes on.
        followUp(delivery);
      });
    });
    const group = testGroup({
      group: stockGroup,
      handlers: [later, on(Returned, () => {})],
      events: [Sold, Returned],
      state,
    });
    const run = await group.given(sale).when();
    expect(told).toEqual(['SPW-5032']);
    expect(run.published(Returned)).toEqual([]);
    expect(run.journal.join('\n')).toContain('Something was published after its delivery had ended; it is refused');
  });
});
