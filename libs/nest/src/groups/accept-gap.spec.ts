import { expect, it } from '@jest/globals';
import { waitUntil } from '@spillway/testing';
import { parcels, tracking } from '../server/demo-app.support.js';
import { restartedAtGap } from '../../../../test/support/restarted-at-gap.js';

it('an operator reads the exact gap, accepts it, and the group goes on behind it, all over HTTP', async () => {
  const app = await restartedAtGap(6);
  const incidents = [{ kind: 'trimmed', code: 'SPW-5009', topic: parcels, partition: 0, lost: [[2, 4]] }];
  expect(await app.group()).toMatchObject({ state: 'stopped-at-gap', incidents });
  expect(app.lines()).toEqual([]);
  const answer = await app.ask('accept-gap', { topic: parcels, partition: 0 });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ group: tracking.name });
  await waitUntil('the rest is noted', () => app.lines().length === 2);
  expect(app.lines()).toEqual(['5@5', '6@6']);
  await waitUntil('it runs', async () => (await app.group()).state === 'running');
  expect(await app.group()).toMatchObject({ incidents: [] });
  await app.close();
});
