import { expect, it } from '@jest/globals';
import { memoryTransport, silentLogger } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { startHttpApp, type RunningHttpApp } from '../run/start-http-app.js';
import { demoModule, jsonCodec, Notebook, parcels, ParcelSent, tracking } from '../server/demo-app.support.js';

/** Parcels `first` to `last` to the only partition. */
async function send({ sink }: ReturnType<typeof memoryTransport>, first: number, last: number): Promise<void> {
  for (let number = first; number <= last; number++) {
    const value = await jsonCodec.encode(ParcelSent, { number: `${number}` });
    await sink().append({ topic: parcels, partition: 0, key: Buffer.from(`${number}`), value, headers: {} });
  }
}

it('an operator reads the exact gap, accepts it, and the group goes on behind it, all over HTTP', async () => {
  const { log } = memoryTransport();
  const open = () => memoryTransport({ log });
  await open()
    .admin()
    .ensureTopics([{ name: parcels, partitions: 1 }]);
  const start = (): Promise<RunningHttpApp> =>
    startHttpApp(demoModule({ transport: open() }), {
      name: 'demo',
      logger: silentLogger,
      http: { host: '127.0.0.1', port: 0 },
    });
  const linesOf = ({ app }: RunningHttpApp) => app.get(Notebook, { strict: false }).lines;
  await send(open(), 0, 1);
  const before = await start();
  await waitUntil('the first are noted', () => linesOf(before).length === 2);
  await before.close();
  await send(open(), 2, 6);
  log.trim(parcels, 0, 5);

  const app = await start();
  const path = `${app.url}/groups/${tracking.name}`;
  const incidents = [{ kind: 'trimmed', code: 'SPW-5009', topic: parcels, partition: 0, lost: [[2, 4]] }];
  const group = async () => (await fetch(path)).json() as Promise<{ state: string; incidents: object[] }>;
  await waitUntil('the gap is told', async () => (await group()).incidents.length === 1);
  expect(await group()).toMatchObject({ state: 'stopped-at-gap', incidents });
  expect(linesOf(app)).toEqual([]);
  const answer = await fetch(`${path}/accept-gap`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ topic: parcels, partition: 0 }),
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ group: tracking.name });
  await waitUntil('the rest is noted', () => linesOf(app).length === 2);
  expect(linesOf(app)).toEqual(['5@5', '6@6']);
  await waitUntil('it runs', async () => (await group()).state === 'running');
  expect(await group()).toMatchObject({ incidents: [] });
  await app.close();
});
