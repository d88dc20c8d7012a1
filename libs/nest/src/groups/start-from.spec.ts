import { expect, it } from '@jest/globals';
import { waitUntil } from '@spillway/testing';
import { restartedAtGap } from '../../../../test/support/restarted-at-gap.js';

it.each([
  ['beginning', ['5@5', '6@6', '7@7', '8@8']],
  ['2026-01-01T06:30:00Z', ['7@7', '8@8']],
  ['latest', ['8@8']],
])('an operator says that what an incident has stopped goes on from %s, over HTTP', async (position, expected) => {
  const app = await restartedAtGap(7);
  const answer = await app.ask('start-from', { position });
  expect(answer.status).toBe(200);
  await waitUntil('it runs', async () => (await app.group()).state === 'running');
  await app.send(8, 8);
  await waitUntil('the last is noted', () => app.lines().includes('8@8'));
  expect(app.lines()).toEqual(expected);
  await app.close();
});
