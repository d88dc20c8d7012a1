import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { silentLogger } from '@spillway/streaming';
import type { RawReply } from './leave-signal.js';
import { writeExport } from './write-export.js';

it('an export of which nothing is taken for long is let go, and its answer cut', async () => {
  let ended = (): void => {};
  const letGo = new Promise<void>((resolve) => (ended = resolve));
  const chunks = async function* () {
    try {
      for (;;) yield Buffer.alloc(1024 * 1024);
    } finally {
      ended();
    }
  };
  const told: string[] = [];
  const logger = { ...silentLogger, error: (_fields: object, text: string) => void told.push(text) };
  const server = createServer((_request, raw) => {
    const reply = { raw, getHeaders: () => ({}), hijack: () => {} };
    const signal = new AbortController().signal;
    void writeExport(reply, { rows: 1, chunks: chunks() }, { headers: {}, logger, signal, stallMs: 100 });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = get(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.pause();
  await letGo;
  answer.resume();
  const [error] = (await once(answer, 'error')) as [Error];
  expect(error).toMatchObject({ code: 'ECONNRESET' });
  expect({ complete: answer.complete, told }).toEqual({ complete: false, told: ['An export broke off'] });
  server.close();
});

it('a slow reader that goes on reading gets the whole of a large page', async () => {
  let taken = 0;
  /** Takes 64 KiB in 20 ms, a sixteenth of the page. */
  const slow = new Writable({
    highWaterMark: 64 * 1024,
    write: (bytes: Buffer, _encoding, done) => {
      taken += bytes.length;
      setTimeout(done, (bytes.length / (64 * 1024)) * 20);
    },
  });
  const raw = Object.assign(slow, { req: { method: 'GET' }, writeHead: () => {}, addTrailers: () => {} });
  const reply = { raw, getHeaders: () => ({}), hijack: () => {} } as unknown as RawReply;
  const chunks = async function* () {
    yield Buffer.alloc(1024 * 1024);
  };
  const signal = new AbortController().signal;
  await writeExport(reply, { rows: 1, chunks: chunks() }, { headers: {}, logger: silentLogger, signal, stallMs: 100 });
  expect({ taken, isEnded: raw.writableEnded }).toEqual({ taken: 1024 * 1024, isEnded: true });
});
