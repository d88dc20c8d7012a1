import { expect, it } from '@jest/globals';
import { SentBackLetters } from './sent-back-letters.js';

it('tells letters of earlier events of a scope for as long as one of them is still to come', () => {
  const letters = new SentBackLetters();
  for (const event of [7, 7, 5]) letters.count('k', event, 1);
  const told = (): readonly boolean[] => [5, 6, 8].map((event) => letters.hasBefore('k', event));
  expect([told(), letters.hasBefore('other', 8)]).toEqual([[false, true, true], false]);
  letters.count('k', 5, -1);
  letters.count('k', 7, -1);
  expect(told()).toEqual([false, false, true]);
  letters.count('k', 7, -1);
  expect(told()).toEqual([false, false, false]);
});
