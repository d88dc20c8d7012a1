import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { fetchAnswer } from './fetch-answer.js';

/** In a thread of its own, because it has to answer while this one stands still. */
const slowServer = `
  const { createServer } = require('node:http');
  const { parentPort } = require('node:worker_threads');
  const server = createServer((request, response) =>
    setTimeout(() => response.end('x'.repeat(100_000)), Number(request.url.slice(1))));
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

let server: Worker;
let port: number;

beforeAll(async () => {
  server = new Worker(slowServer, { eval: true });
  [port] = (await once(server, 'message')) as [number];
});

afterAll(() => server.terminate());

const ask = (delayMs: number, timeoutMs: number) =>
  fetchAnswer({ method: 'GET', url: `http://127.0.0.1:${port}/${delayMs}`, headers: {}, body: undefined }, timeoutMs);

it('reads an answer that came in time, although this process stood still beyond it', async () => {
  const answer = ask(150, 500);
  await sleep(100);
  // Out of the phase of the timers: after it they come first.
  await new Promise(setImmediate);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 800);
  expect((await answer).body).toHaveLength(100_000);
});

it('gives up who does not answer in time', async () => {
  await expect(ask(60_000, 100)).rejects.toMatchObject({
    code: 'SPW-3003',
    message: expect.stringContaining('no answer within 100 ms'),
  });
});
