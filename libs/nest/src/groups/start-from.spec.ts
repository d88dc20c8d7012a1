import { expect, it } from '@jest/globals';
import { memoryTransport, silentLogger } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { startHttpApp, type RunningHttpApp } from '../run/start-http-app.js';
import { demoModule, jsonCodec, Notebook, parcels, ParcelSent, tracking } from '../server/demo-app.support.js';

/** Parcels `first` to `last` to the only partition, an hour apart. */
async function send({ sink }: ReturnType<typeof memoryTransport>, first: number, last: number): Promise<void> {
  for (let number = first; number <= last; number++) {
    const value = await jsonCodec.encode(ParcelSent, { number: `${number}` });
    const timestampMs = Date.UTC(2026, 0, 1, number);
    await sink().append({
      topic: parcels,
      partition: 0,
      key: Buffer.from(`${number}`),
      value,
      headers: {},
      timestampMs,
    });
  }
}

it.each([
  ['beginning', ['5@5', '6@6', '7@7', '8@8']],
  ['2026-01-01T06:30:00Z', ['7@7', '8@8']],
  ['latest', ['8@8']],
])('an operator says that what an incident has stopped goes on from %s, over HTTP', async (position, expected) => {
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
  await send(open(), 2, 7);
  log.trim(parcels, 0, 5);

  const app = await start();
  const path = `${app.url}/groups/${tracking.name}`;
  const group = async () => (await fetch(path)).json() as Promise<{ state: string; incidents: object[] }>;
  await waitUntil('the gap is told', async () => (await group()).incidents.length === 1);
  const answer = await fetch(`${path}/start-from`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ position }),
  });
  expect(answer.status).toBe(200);
  await waitUntil('it runs', async () => (await group()).state === 'running');
  await send(open(), 8, 8);
  await waitUntil('the last is noted', () => linesOf(app).includes('8@8'));
  expect(linesOf(app)).toEqual(expected);
  await app.close();
});
