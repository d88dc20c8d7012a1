import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { startHttpApp, type RunningApp } from '@spillway/nest';
import { memoryTransport, silentLogger, type AuditStore, type EventCodec } from '@spillway/streaming';
import { AuditModule, openAuditParts } from './audit.module.js';

const dataDir = mkdtempSync(join(tmpdir(), 'spillway-not-ready-'));
const failure = new SpillwayError('SPW-7012', 'ClickHouse failed: NOT_ENOUGH_SPACE');
let store: AuditStore;
let app: RunningApp;

beforeAll(async () => {
  const transport = memoryTransport();
  const codec = { warmUp: async () => {} } as unknown as EventCodec;
  const parts = await openAuditParts({ SPILLWAY_DATA_DIR: dataDir }, { transport, codec, logger: silentLogger });
  await transport.admin().ensureTopics(parts.topics.map((name) => ({ name, partitions: 1 })));
  store = parts.store;
  const full = Object.assign(Object.create(store) as AuditStore, { probe: () => Promise.reject(failure) });
  const http = { host: '127.0.0.1', port: 0, rateLimitPerMinute: 0 };
  app = await startHttpApp(AuditModule.forRoot({ ...parts, store: full }), {
    name: 'audit',
    logger: silentLogger,
    http,
  });
});
afterAll(async () => {
  await app.close();
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it('answers that it is not ready while its store takes no inserts, with the reason, and lives', async () => {
  const answer = await fetch(`${app.url}/health/ready`);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('SPW-7012');
  expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
});
