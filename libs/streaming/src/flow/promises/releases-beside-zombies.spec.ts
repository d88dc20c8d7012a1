import { expect, it } from '@jest/globals';
import {
  event,
  keyIsReleased,
  memberBecomesZombie,
  on,
  shopTopic,
  Sold,
  testGroup,
  timePasses,
  type Step,
} from '@spillway/testing';
import { defineGroup } from '../../group/group-definition.js';
import { deadLetter } from '../../group/outcome.js';

const group = defineGroup('stock', {
  startFrom: 'beginning',
  topics: { [shopTopic]: { ordering: 'key', concurrency: 1, retry: { delaysMs: [10_000] }, whenDeadLettered: 'hold' } },
});

const newestPauses: Step = async ({ members }) => members.at(-1)!.consumer.pause();
const newestGoesOn: Step = async ({ members }) => members.at(-1)!.consumer.resume();

it('lets nothing that a zombie has parked overtake the letters that a release sends back', async () => {
  const handled: string[] = [];
  const outcomes: Record<string, readonly [afterMs: number, how?: 'dies' | 'fails']> = {
    // The zombie completes the first sale and parks the second, while its successor gives the first one up.
    '1 of 1': [1_500],
    '1 of 2': [1_000, 'dies'],
    '2 of 1': [1_000, 'fails'],
  };
  const calls = new Map<number, number>();
  const run = await testGroup({
    group,
    handlers: ({ clock }) => [
      on(Sold, async ({ quantity }) => {
        const call = (calls.get(quantity) ?? 0) + 1;
        calls.set(quantity, call);
        const [afterMs, how] = outcomes[`${quantity} of ${call}`] ?? [0];
        await clock.sleep(afterMs);
        handled.push(`${quantity} ${how ?? 'done'}`);
        if (how === 'fails') throw new Error('not yet');
        return how === 'dies' ? deadLetter('no') : undefined;
      }),
    ],
    events: [Sold],
    state: true,
  })
    .given(event(Sold, { item: 'cup', quantity: 1 }), event(Sold, { item: 'cup', quantity: 2 }))
    .when(
      timePasses(1_000),
      memberBecomesZombie(),
      timePasses(200),
      // The second sale is not taken before the first has ended.
      newestPauses,
      timePasses(4_000),
      keyIsReleased(shopTopic, 'cup'),
      timePasses(1_000),
      newestGoesOn,
      timePasses(60_000),
      keyIsReleased(shopTopic, 'cup'),
      timePasses(60_000),
    );
  expect(handled).toEqual(['1 done', '1 dies', '2 fails', '1 done', '2 done']);
  // The zombie's copy, and the record behind which its own was held.
  run.expectDeadLetters([{ code: 'SPW-5003' }, { code: 'SPW-5034' }, { code: 'SPW-5034' }]);
});
