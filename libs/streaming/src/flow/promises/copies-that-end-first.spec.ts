import { describe, it } from '@jest/globals';
import { event, on, Sold, testGroup, timePasses, type Step } from '@spillway/testing';
import { defineGroup } from '../../group/group-definition.js';

const group = defineGroup('stock', {
  startFrom: 'beginning',
  topics: { 'shop.sales': { ordering: 'key', retry: { delaysMs: [1_000] } } },
});

/** Killed before it could commit; the next one comes when the copy has long been due. */
const dies: Step = async (world) => {
  await world.crash(0);
  await world.advance(10_000);
};
const another: Step = async (world) => {
  await world.join();
};

describe('a copy that ends before its record is read again', () => {
  it.each([
    ['handled', (attempt: number): boolean => attempt > 1, 0],
    ['a dead letter', (): boolean => false, 1],
  ])('is the end of it: %s', async (_, isFine, letters) => {
    const run = await testGroup({
      group,
      handlers: () => [
        on(Sold, async (_sale, { attempt }) => {
          if (!isFine(attempt)) throw new Error('not yet');
        }),
      ],
      events: [Sold],
    })
      .given(event(Sold, { item: 'cup', quantity: 1 }))
      .when(timePasses(500), dies, another, timePasses(60_000));
    run.expectCalls(['cup #1', 'cup #2']);
    run.expectDeadLetters(Array.from({ length: letters }, () => ({ attempts: 2 })));
  });
});
