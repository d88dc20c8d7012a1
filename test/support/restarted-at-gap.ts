import { memoryTransport, silentLogger } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { startHttpApp, type RunningHttpApp } from '../../libs/nest/src/run/start-http-app.js';
import {
  demoModule,
  jsonCodec,
  Notebook,
  parcels,
  ParcelSent,
  tracking,
} from '../../libs/nest/src/server/demo-app.support.js';

/** Parcels 2 to `last` came while the app was stopped, and those below 5 are gone from the log: it has started again at that gap. */
export async function restartedAtGap(last: number) {
  const { log } = memoryTransport();
  const open = () => memoryTransport({ log });
  await open()
    .admin()
    .ensureTopics([{ name: parcels, partitions: 1 }]);
  /** To the only partition, an hour apart. */
  const send = async (from: number, to: number): Promise<void> => {
    for (let number = from; number <= to; number++) {
      const value = await jsonCodec.encode(ParcelSent, { number: `${number}` });
      const timestampMs = Date.UTC(2026, 0, 1, number);
      const key = Buffer.from(`${number}`);
      await open().sink().append({ topic: parcels, partition: 0, key, value, headers: {}, timestampMs });
    }
  };
  const start = (): Promise<RunningHttpApp> =>
    startHttpApp(demoModule({ transport: open() }), {
      name: 'demo',
      logger: silentLogger,
      http: { host: '127.0.0.1', port: 0 },
    });
  const linesOf = ({ app }: RunningHttpApp) => app.get(Notebook, { strict: false }).lines;
  await send(0, 1);
  const before = await start();
  await waitUntil('the first are noted', () => linesOf(before).length === 2);
  await before.close();
  await send(2, last);
  log.trim(parcels, 0, 5);

  const app = await start();
  const path = `${app.url}/groups/${tracking.name}`;
  const group = async () => (await fetch(path)).json() as Promise<{ state: string; incidents: object[] }>;
  await waitUntil('the gap is told', async () => (await group()).incidents.length === 1);
  const ask = (verb: string, body: object): Promise<Response> =>
    fetch(`${path}/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { group, ask, send, lines: () => linesOf(app), close: () => app.close() };
}
