import { describe, expect, it } from '@jest/globals';
import type { CheckedTopic, FollowUpFact, HandlerCall } from './delivery-history.js';
import { unwrittenFollowUps } from './unwritten-follow-ups.js';

type Told = FollowUpFact['told'];

const topic = 'shop.sales';
const topics: readonly CheckedTopic[] = [
  { topic, ordering: 'key', whenDeadLettered: 'free', tiers: [], deadLetters: `${topic}.stock.dlq` },
];

let turn = 0;
/** A call for the same event, in the order of their making. */
function call(attempt: number, told: readonly Told[], more: Partial<HandlerCall> = {}): HandlerCall {
  const place = { topic, partition: 0, offset: 0 };
  const followUps = told.map((each) => ({ topic: 'shop.done', told: each }));
  const base = { member: 'm1', handler: 'h', key: 'k', identity: '/shop 1', origin: place, from: place, beganAtMs: 0 };
  return { ...base, attempt, beganAt: turn++, outcome: 'failed', followUps, ...more };
}

const problems = (calls: readonly HandlerCall[], zombies: readonly string[] = []): readonly string[] =>
  unwrittenFollowUps({ topics, calls, zombies, isSettled: true }).map(({ detail }) => detail);
const ofAttempt = (attempt: number): string =>
  `Attempt ${attempt} at the event /shop 1 counted without what it published to shop.done`;

describe('unwrittenFollowUps', () => {
  it('finds an attempt that counted without what it published: the last one, and one that another followed', () => {
    expect(problems([call(1, ['written', 'failed'])])).toEqual([ofAttempt(1)]);
    expect(problems([call(1, ['nothing yet'], { outcome: 'completed' })])).toEqual([ofAttempt(1)]);
    expect(problems([call(1, ['failed']), call(2, ['written'])])).toEqual([ofAttempt(1)]);
  });

  it('lets an attempt be made anew, by another process too', () => {
    expect(problems([call(1, ['failed']), call(1, ['written']), call(2, [])])).toEqual([]);
    expect(problems([call(1, []), call(2, ['nothing yet']), call(1, [], { member: 'm2' })])).toEqual([]);
  });

  it('asks nothing of what was refused to the handler, of zombies, and of a run that has not come to rest', () => {
    expect(problems([call(1, ['written', 'too late'])])).toEqual([]);
    const calls = [call(1, ['written'], { outcome: 'completed' }), call(2, ['nothing yet'], { member: 'm2' })];
    expect(problems(calls, ['m2'])).toEqual([]);
    expect(unwrittenFollowUps({ topics, calls: [call(1, ['failed'])], zombies: [], isSettled: false })).toEqual([]);
  });

  it('asks of an event whose topic was deleted that its attempts before are written, not the last', () => {
    const gone = { origin: { topic: `${topic} (1)`, partition: 0, offset: 0 } };
    expect(problems([call(1, ['failed'], gone)])).toEqual([]);
    expect(problems([call(1, ['failed'], gone), call(2, ['failed'], gone)])).toEqual([ofAttempt(1)]);
  });
});
