import { describe, it } from '@jest/globals';
import {
  arrives,
  event,
  memberBecomesZombie,
  memberCrashes,
  on,
  Sold,
  testGroup,
  timePasses,
  zombiesWake,
} from '@spillway/testing';
import { deadLetter } from '../../group/outcome.js';
import { defineGroup } from '../../group/group-definition.js';

const group = defineGroup('stock', {
  startFrom: 'beginning',
  topics: { 'shop.sales': { ordering: 'key', retry: { delaysMs: [10_000] } } },
});

describe('a zombie of a group with an inbox', () => {
  it('loses nothing when it parks what others have taken over, and they die', async () => {
    const run = await testGroup({
      group,
      handlers: ({ clock }) => [
        on(Sold, async (_sale, { attempt }) => {
          if (attempt > 1) return;
          await clock.sleep(2_000);
          throw new Error('the first attempt fails');
        }),
      ],
      events: [Sold],
      state: true,
    })
      .given(event(Sold, { item: 'cup', quantity: 1 }))
      .when(
        timePasses(1_000),
        memberBecomesZombie(),
        // The zombie's attempt fails, its copy lies in the tier and its record counts as passed on.
        timePasses(1_500),
        // Who has taken over dies with the only other knowledge of the record.
        memberCrashes(1),
        timePasses(60_000),
        zombiesWake(),
      );
    run.expectDeadLetters([]);
  });

  it('holds the key of what it has given up, when who has taken over dies', async () => {
    const holding = defineGroup('stock', {
      startFrom: 'beginning',
      topics: { 'shop.sales': { ordering: 'key', retry: { delaysMs: [10_000] }, whenDeadLettered: 'hold' } },
    });
    const run = await testGroup({
      group: holding,
      handlers: ({ clock }) => [
        on(Sold, async ({ quantity }) => {
          await clock.sleep(2_000);
          return quantity === 1 ? deadLetter('no') : undefined;
        }),
      ],
      events: [Sold],
      state: true,
    })
      .given(event(Sold, { item: 'cup', quantity: 1 }))
      .when(
        timePasses(1_000),
        memberBecomesZombie(),
        // The zombie's record is a dead letter and counts as done: whoever comes next does not handle it again.
        timePasses(1_500),
        memberCrashes(1),
        arrives(event(Sold, { item: 'cup', quantity: 2 })),
        timePasses(60_000),
        zombiesWake(),
      );
    // By the zombie and by who had taken over; the second sale was given to nobody.
    run.expectCalls(['cup #1', 'cup #1']);
    run.expectDeadLetters([{ code: 'SPW-5003' }, { code: 'SPW-5034' }]);
  });
});
