import { describe, expect, it } from '@jest/globals';
import { event, on, Sold, testGroup } from '@spillway/testing';
import { defineGroup } from '../../group/group-definition.js';
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
    const thrown = (): never => {
      throw new Error('the mail was not sent');
    };
    expect(await warningsOf(thrown)).toEqual(['the mail was not sent']);
    expect(await warningsOf(() => deadLetter('declined'))).toHaveLength(1);
  });

  it('is nothing to tell when it ends well, or its event was counted before', async () => {
    expect(await warningsOf(() => {})).toEqual([]);
    expect(await warningsOf(() => {}, true)).toEqual([]);
  });
});

it('lets a unit of work end that its handler did not wait for', async () => {
  const retries = defineGroup('stock', {
    startFrom: 'beginning',
    topics: { [Sold.topic]: { ordering: 'none', ignore: [], retry: { delaysMs: [1_000] } } },
  });
  const ends: unknown[] = [];
  let calls = 0;
  const handler = on(Sold, (_, __, context) => {
    if (++calls > 1) return;
    const unit = context.unitOfWork(() => new Promise<void>((resolve) => setTimeout(resolve, 20)));
    ends.push(unit.then(() => 'committed', String));
    throw new Error('the other half failed');
  });
  const sale = event(Sold, { item: 'cup', quantity: 1 });
  const run = await testGroup({ group: retries, handlers: [handler], events: [Sold], state: true })
    .given(sale)
    .when();
  expect(await Promise.all(ends)).toEqual(['committed']);
  expect(run.deadLetters()).toEqual([]);
});
