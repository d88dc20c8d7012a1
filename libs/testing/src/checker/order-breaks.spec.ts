import { expect, it } from '@jest/globals';
import type { CheckedTopic, HandlerCall, LoggedRecord } from './delivery-history.js';
import type { TracedRecord } from './history-index.js';
import { orderBreaks } from './order-breaks.js';

const topic: CheckedTopic = {
  topic: 't',
  ordering: 'key',
  whenDeadLettered: 'hold',
  tiers: [],
  deadLetters: 't.g.dlq',
};

const copy = (appendedAt: number, isSentBack: boolean) => ({ appendedAt, isSentBack }) as LoggedRecord;

function traced(offset: number, facts: Partial<TracedRecord>): TracedRecord {
  const record = { topic: 't', partition: 0, offset, key: Buffer.from('k') } as LoggedRecord;
  const nothing = { calls: [], copies: [], deadLetters: [], completedAt: [] };
  return { record, topic, name: `t/0@${offset}`, ...nothing, ...facts };
}

/** Of the event behind the dead letter. */
function callAt(beganAt: number): HandlerCall {
  const place = { topic: 't', partition: 0, offset: 1 };
  return { member: 'm1', origin: place, from: place, beganAt, endedAt: beganAt + 1 } as HandlerCall;
}

const rulesOf = (dead: Partial<TracedRecord>, laterAt: number) =>
  orderBreaks([traced(0, dead), traced(1, { calls: [callAt(laterAt)] })], { zombies: [] } as never).map(
    ({ rule }) => rule,
  );

const died = { deadLetters: [copy(10, false)] };
const cameBack = { ...died, copies: [copy(20, true)] };

it.each([
  ['is dead', died, 15],
  ['is dead, with a copy of before', { ...died, copies: [copy(5, false)] }, 15],
  ['was completed without having been sent back', { ...died, completedAt: [12] }, 15],
  ['was sent back and has not completed', cameBack, 25],
  ['was sent back and completes later', { ...cameBack, completedAt: [30] }, 25],
  ['was sent back and died again', { deadLetters: [copy(10, false), copy(25, false)], copies: [copy(20, true)] }, 30],
])('finds an event of a held key that was handled while the one before it %s', (_, dead, laterAt) => {
  expect(rulesOf(dead, laterAt)).toEqual(['held keys wait']);
});

it('allows what comes after one that was sent back and has completed', () => {
  expect(rulesOf({ ...cameBack, completedAt: [24] }, 25)).toEqual([]);
  expect(rulesOf(died, 5).filter((rule) => rule === 'held keys wait')).toEqual([]);
});
