import { expect, it } from '@jest/globals';
import { silentLogger } from '@spillway/streaming';
import { virtualClock } from '@spillway/testing';
import { isQuiet } from './is-quiet.js';
import { dropExpiredTopics } from './drop-expired-topics.js';

const clock = virtualClock({ startMs: Date.UTC(2026, 2, 31, 15, 30) });

it('drops whole days of each topic by its own rule, else by that of the rest', async () => {
  const asked: [string, string][] = [];
  const dropExpired = async (topic: string, olderThanMs: number): Promise<number> => {
    asked.push([topic, new Date(olderThanMs).toISOString()]);
    return 1;
  };
  const storedTopics = () => Promise.resolve(['a', 'b', 'c']);
  const parts = { store: { dropExpired, storedTopics }, clock, logger: silentLogger };
  const { signal } = new AbortController();
  await dropExpiredTopics({ ...parts, days: { b: 30 } }, signal);
  expect(asked.splice(0)).toEqual([['b', '2026-03-01T00:00:00.000Z']]);
  await dropExpiredTopics({ ...parts, days: { b: 30, '*': 1 } }, signal);
  expect(asked.splice(0)).toEqual([
    ['a', '2026-03-30T00:00:00.000Z'],
    ['b', '2026-03-01T00:00:00.000Z'],
    ['c', '2026-03-30T00:00:00.000Z'],
  ]);
  await dropExpiredTopics({ ...parts, days: {} }, signal);
  expect(asked).toEqual([]);
});

it('tries every topic, also behind one that fails, until the app closes', async () => {
  const asked: string[] = [];
  const closing = new AbortController();
  let closesAt = '';
  const dropExpired = async (topic: string): Promise<number> => {
    asked.push(topic);
    if (topic === closesAt) closing.abort();
    if (topic !== 'c') throw new Error(`${topic} is too large`);
    return 1;
  };
  const store = { dropExpired, storedTopics: () => Promise.resolve(['a', 'b', 'c']) };
  const parts = { store, clock, logger: silentLogger, days: { '*': 1 } };
  await expect(dropExpiredTopics(parts, closing.signal)).rejects.toThrow('a is too large');
  expect(asked.splice(0)).toEqual(['a', 'b', 'c']);
  closesAt = 'b';
  await expect(dropExpiredTopics(parts, closing.signal)).rejects.toThrow('a is too large');
  expect(asked).toEqual(['a', 'b']);
});

it.each([
  ['1-5', 0, false],
  ['1-5', 1, true],
  ['1-5', 5, false],
  ['22-3', 23, true],
  ['22-3', 2, true],
  ['22-3', 3, false],
  ['0-24', 23, true],
  ['0-0', 0, false],
])('is quiet in %s at %d o’clock: %s', (hours, hour, quiet) => {
  expect(isQuiet(Date.UTC(2026, 2, 31, hour, 59), hours)).toBe(quiet);
});
