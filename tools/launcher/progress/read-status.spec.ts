import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readStatus } from './read-status.ts';

const figures = { events: { 'retail.orders': 3 }, repeatedEvents: 0, records: 3, gaps: 0, duplicates: 0, lag: 0 };
let server: Server;
let looks = 0;

beforeAll(async () => {
  server = createServer((_, response) => {
    response.end(JSON.stringify({ ...figures, completeUpTo: { asOf: looks++ } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it('is the same at every look while nothing happens', async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const away = 'http://127.0.0.1:1';
  const urls = { producer: away, consumer: away, audit: url };
  expect(await readStatus(urls)).toEqual({ import: undefined, groups: undefined, audit: figures });
  expect(await readStatus(urls)).toEqual(await readStatus(urls));
});
