import { expect, it } from '@jest/globals';
import { goneOf } from './gone-of.js';

const range = { topic: 't', topicId: 'life-1', partition: 0, records: 10, sha256Hex: '', first: 10, last: 19 };
const dropped = [
  { first: 0, last: 12, droppedAtMs: 1_000 },
  { first: 5, last: 14, droppedAtMs: 2_000 },
  { first: 18, last: 30, droppedAtMs: 1_000 },
  { first: 20, last: 40, droppedAtMs: 3_000 },
];

it('takes what was dropped after a range was written, and nothing else', () => {
  const gone = (storedAtMs: number) => goneOf({ ...range, storedAtMs }, dropped, 100);
  const early = { first: 0, last: 14 };
  expect(gone(0)).toEqual([early, { first: 18, last: 30 }]);
  expect(gone(899)).toEqual([early, { first: 18, last: 30 }]);
  // Stored so shortly before that retention left it alone.
  expect(gone(900)).toEqual([{ first: 5, last: 14 }]);
  expect(gone(1_900)).toEqual([]);
});
