import { describe, expect, it } from '@jest/globals';
import { Counted, event, on, Returned, Sold, stateFails, testGroup, type Sale } from '@spillway/testing';
import type { Clock } from '../../ports/clock.js';
import type { Delivery } from '../../group/delivery.js';
import { defineGroup } from '../../group/group-definition.js';
import type { HandlerContext } from '../../group/handler.js';
import { deadLetter, type Outcome } from '../../group/outcome.js';

const warning = 'A handler failed after its unit of work had committed; its delivery is done: ';

/** Two records of one event are handled at the same time: the second finds it counted. */
const group = defineGroup('stock', {
  startFrom: 'beginning',
  topics: { [Sold.topic]: { ordering: 'none', ignore: [] } },
});

describe('what a handler does after its unit of work has committed', () => {
  const warningsOf = async (after: () => Outcome | void, repeats = false): Promise<readonly string[]> => {
    let calls = 0;
    const handler = on(Sold, async (_, __, context) => {
      calls++;
      await context.unitOfWork(async () => {});
      return after();
    });
    const sale = event(Sold, { item: 'cup', quantity: 1 });
    const sales = repeats ? [sale, sale] : [sale];
    const run = await testGroup({ group, handlers: [handler], events: [Sold], state: true })
      .given(...sales)
      .when();
    expect(calls).toBe(sales.length);
    expect(run.deadLetters()).toEqual([]);
    return run.journal.filter((line) => line.includes(warning)).map((line) => line.split(warning)[1]!);
  };

  it('is told when it fails, or is another outcome: the delivery is done', async () => {
    const fails = (): never => {
      throw new Error('the mail was not sent');
    };
    expect(await warningsOf(fails)).toEqual(['the mail was not sent']);
    expect(await warningsOf(() => deadLetter('declined'))).toHaveLength(1);
  });

  it('is nothing to tell when it ends well, or its event was counted before', async () => {
    expect(await warningsOf(() => {})).toEqual([]);
    expect(await warningsOf(() => {}, true)).toEqual([]);
  });
});

describe('a unit of work that its handler does not wait for', () => {
  const retries = defineGroup('stock', {
    startFrom: 'beginning',
    topics: { [Sold.topic]: { ordering: 'key', ignore: [Returned, Counted], retry: { delaysMs: [1_000] } } },
  });
  const sale = { item: 'cup', quantity: 1 };

  const handled = (
    handle: (parts: {
      readonly clock: Clock;
      readonly context: HandlerContext;
      readonly delivery: Delivery<Sale>;
    }) => Outcome | void | Promise<void>,
  ) =>
    testGroup({
      group: retries,
      handlers: ({ clock }) => [on(Sold, (_, delivery, context) => handle({ clock, context, delivery }))],
      events: [Sold, Returned, Counted],
      state: true,
    }).given(event(Sold, sale));

  it.each([
    ['at once', () => undefined],
    ['later', () => Promise.resolve()],
    ['by throwing at once', thrown],
    ['by rejecting', async () => thrown()],
  ])('ends before its delivery, whose handler ends %s', async (_, end) => {
    let calls = 0;
    let isWritten = false;
    const run = await handled(({ clock, context, delivery }) => {
      calls++;
      void context.unitOfWork(async () => {
        await clock.sleep(500);
        await delivery.publish(Returned, sale);
        isWritten = true;
      });
      return end();
    }).when();
    expect([calls, isWritten]).toEqual([1, true]);
    run.expectPublished(Returned, [sale]);
    expect(run.deadLetters()).toEqual([]);
  });

  it('and that is rolled back leaves its event to be handled again', async () => {
    let calls = 0;
    let stock = 0;
    const run = await handled(({ clock, context }) => {
      const isLast = ++calls === 2;
      const unit = context.unitOfWork(async () => {
        await clock.sleep(500);
        if (!isLast) throw new Error('a constraint is violated');
        stock++;
      });
      unit.catch(() => undefined);
    }).when();
    expect([calls, stock]).toEqual([2, 1]);
    expect(run.deadLetters()).toEqual([]);
  });

  it.each<[string, (clock: Clock, unit: Promise<void>) => void | Promise<void>]>([
    ['ends at once', () => undefined],
    ['ends after it', (clock) => clock.sleep(1_000)],
    ['catches its failure', (_, unit) => unit.catch(() => undefined)],
  ])(
    'and that is rolled back at once leaves its event to be handled again, also when its handler %s',
    async (_, end) => {
      let calls = 0;
      let stock = 0;
      const run = await handled(({ clock, context }) => {
        const isLast = ++calls === 2;
        const unit = context.unitOfWork(async () => {
          if (!isLast) throw new Error('a constraint is violated');
          stock++;
        });
        return end(clock, unit);
      }).when();
      expect([calls, stock]).toEqual([2, 1]);
      expect(run.deadLetters()).toEqual([]);
    },
  );

  it('and that is refused is told: where there is no store the attempt has failed', async () => {
    const asks = on(Sold, (_, __, context) => void context.unitOfWork(async () => {}));
    const run = await testGroup({ group: retries, handlers: [asks], events: [Sold, Returned, Counted] })
      .given(event(Sold, sale))
      .when();
    run.expectDeadLetters([{ code: 'SPW-5032' }]);
  });

  it('and that is refused is told: behind one that has committed the delivery is done', async () => {
    const run = await handled(({ context }) => {
      void context.unitOfWork(async () => {});
      void context.unitOfWork(async () => {});
    }).when();
    expect(run.deadLetters()).toEqual([]);
    const told = run.journal.filter((line) => line.includes(warning));
    expect(told).toEqual([expect.stringContaining('An attempt has one unit of work')]);
  });

  it('changes nothing of another outcome than completed', async () => {
    const run = await handled(({ clock, context }) => {
      void context.unitOfWork(async () => {
        await clock.sleep(500);
        throw new Error('a constraint is violated');
      });
      return deadLetter('declined');
    }).when();
    expect(run.deadLetters()).toMatchObject([{ message: 'SPW-5003 declined' }]);
  });

  it('is made again when the store was away', async () => {
    let written = 0;
    await handled(({ context }) => void context.unitOfWork(async () => void written++)).when(
      stateFails({ times: 1 }, 'roll-back'),
    );
    expect(written).toBe(2);
  });
});

function thrown(): never {
  throw new Error('the other half failed');
}
