import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { systemClock, type AuditStore } from '@spillway/streaming';
import type { AuditConnections } from './connection/audit-connections.js';
import { openEmbeddedConnections } from './connection/open-embedded-connections.js';
import { openAuditStore } from './open-audit-store.js';
import { auditBlock, loggedPartition } from './spec-support/audit-records.js';
import { clickHouseHttpServer, type ClickHouseHttpServer } from './spec-support/clickhouse-http-server.js';

const dataDir = mkdtempSync(join(tmpdir(), 'spillway-coverage-server-'));
let engine: AuditConnections;
let server: ClickHouseHttpServer;
let store: AuditStore;
/** Who asked for a count of positions, in front of the server. */
const askers: string[] = [];
/** How long they let it take, in seconds. */
const limits: number[] = [];
let front: Server;
/** What the server says instead of counting positions. */
let failure: { readonly code: string; readonly type: string; readonly message: string } | undefined;

beforeAll(async () => {
  engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
  const exec: AuditConnections['reader']['exec'] = (params) =>
    failure !== undefined && params.query.includes('groupBitmap')
      ? Promise.reject(failure)
      : engine.reader.exec(params);
  server = await clickHouseHttpServer({ ...engine, reader: { exec } as AuditConnections['reader'] });
  front = createServer(async (request, response) => {
    const body = await buffer(request);
    const [user] = Buffer.from(request.headers.authorization!.slice('Basic '.length), 'base64').toString().split(':');
    if (body.includes('groupBitmap')) {
      askers.push(user!);
      limits.push(Number(/max_execution_time = (\d+)/.exec(body.toString())![1]));
    }
    const answer = await fetch(`${server.url}${request.url}`, { method: 'POST', body });
    response.writeHead(answer.status).end(await answer.bytes());
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const clickhouseUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  store = await openAuditStore({ clickhouseUrl, username: 'writer', reader: { username: 'reader' } });
  await store.append([auditBlock(0, 9)]);
});
afterAll(async () => {
  await store.close();
  front.closeAllConnections();
  front.close();
  await server.close();
  await engine.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it.each([
  ['241', 'MEMORY_LIMIT_EXCEEDED'],
  ['159', 'TIMEOUT_EXCEEDED'],
  ['396', 'TOO_MANY_ROWS_OR_BYTES'],
])('a server that is at its limit (%s) is waited for when it is asked where to go on', async (code, type) => {
  const log = [loggedPartition({ endOffset: 10n })];
  failure = { code, type, message: 'over the limit' };
  const waits = { code: 'SPW-7002', retryable: true };
  await expect(store.coverage(log, { forResume: true })).rejects.toMatchObject(waits);
  await expect(store.coverage(log, { patient: true })).rejects.toMatchObject(waits);
  // A person's question is too large, and stays so.
  await expect(store.coverage(log)).rejects.toMatchObject({ code: 'SPW-7005', retryable: false });
  failure = undefined;
  expect(await store.coverage(log, { forResume: true })).toMatchObject([{ resumeOffset: 10n }]);
});

it('what the app must know is not asked as a reader, whose limits are those of people', async () => {
  const log = [loggedPartition({ endOffset: 10n })];
  askers.length = 0;
  limits.length = 0;
  await store.coverage(log);
  await store.coverage(log, { patient: true });
  await store.coverage(log, { forResume: true });
  expect(askers).toEqual(['reader', 'writer', 'writer']);
  // It reads the positions of all days, so people's questions have as long for it as for an export.
  expect(limits).toEqual([300, 600, 600]);
});
