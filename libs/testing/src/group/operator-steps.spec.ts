import { expect, it } from '@jest/globals';
import { deadLetter, defineGroup } from '@spillway/streaming';
import { Counted, Returned, Sold, shopTopic } from '../shop/shop-events.js';
import { event } from './arriving-event.js';
import { on } from './on.js';
import { groupIsPaused, groupIsResumed, keyIsReleased, lettersAreSentBack } from './operator-steps.js';
import { arrives, meanwhile, timePasses, type Step } from './steps.js';
import { testGroup } from './test-group.js';

const cups = [1, 2].map((quantity) => event(Sold, { item: 'cup', quantity }));

/** The first call of the first event answers that it can never be handled. */
async function calls(whenDeadLettered: 'free' | 'hold', ...steps: readonly Step[]): Promise<readonly string[]> {
  let isFirst = true;
  const handler = on(Sold, () => {
    if (!isFirst) return undefined;
    isFirst = false;
    return deadLetter('never');
  });
  const topic = { ordering: 'key', ignore: [Returned, Counted], whenDeadLettered } as const;
  const group = defineGroup('stock', { startFrom: 'beginning', topics: { [shopTopic]: topic } });
  const run = await testGroup({ group, handlers: [handler], events: [Sold, Returned, Counted] })
    .given()
    .when(...steps);
  return run.calls().map(({ origin: { offset }, from }) => `${from.topic} ${offset}`);
}

it('sends the dead letters of a held key back when it is released', async () => {
  const steps = [arrives(...cups), timePasses(1_000)];
  expect(await calls('hold', ...steps)).toEqual([`${shopTopic} 0`]);
  const released = await calls('hold', ...steps, keyIsReleased(shopTopic, 'cup'));
  expect(released).toEqual([`${shopTopic} 0`, `${shopTopic}.stock.redrive 0`, `${shopTopic}.stock.redrive 1`]);
});

it('sends dead letters back', async () => {
  const sentBack = await calls('free', arrives(...cups), timePasses(1_000), lettersAreSentBack());
  expect(sentBack).toEqual([`${shopTopic} 0`, `${shopTopic} 1`, `${shopTopic}.stock.redrive 0`]);
  const none = lettersAreSentBack((number) => number > 0);
  expect(await calls('free', arrives(...cups), timePasses(1_000), none)).toHaveLength(2);
});

it('pauses the group until it is resumed, or for the rest of the steps', async () => {
  const handled: number[] = [];
  const look = meanwhile((run) => void handled.push(run.calls().length));
  const paused = [groupIsPaused(), arrives(...cups), timePasses(60_000), look];
  expect(await calls('free', ...paused)).toHaveLength(2);
  await calls('free', ...paused, groupIsResumed(), timePasses(1_000), look);
  expect(handled).toEqual([0, 0, 2]);
});
