import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { registerContracts, httpRegistry } from '@spillway/codecs';
import { OrderPlaced, envelopeToHeaders, knownEvents } from '@spillway/events';
import { startHttpApp, type RunningApp } from '@spillway/nest';
import { silentLogger, systemClock } from '@spillway/streaming';
import { runningTime } from '../../../test/support/running-time.js';
import { describeWithStack } from '../../../test/support/stack.js';
import { readAuditConfig } from './audit.config.js';
import { AuditModule, openAuditParts, type AuditParts } from './audit.module.js';

const topic = `audit-int-${randomUUID().slice(0, 8)}.orders`;
const total = 20_000;

describeWithStack('the audit app on Kafka and a schema registry', ({ brokers, registryUrl }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-audit-int-'));
  const environment = {
    SPILLWAY_KAFKA_BROKERS: brokers.join(','),
    SPILLWAY_REGISTRY_URL: registryUrl,
    SPILLWAY_DATA_DIR: dataDir,
    SPILLWAY_HTTP_PORT: '0',
  };
  let parts: AuditParts;
  let app: RunningApp;

  const start = async (): Promise<void> => {
    const config = readAuditConfig(environment, { transport: false, codec: false });
    parts = { ...(await openAuditParts(config, { logger: silentLogger })), topics: [topic] };
    await parts.transport.connect();
    await parts.transport.admin().ensureTopics([{ name: topic, partitions: 4 }]);
    app = await startHttpApp(AuditModule.forRoot(parts), {
      name: 'audit',
      logger: silentLogger,
      http: { host: '127.0.0.1', port: 0, rateLimitPerMinute: 0 },
    });
  };
  const stop = async (): Promise<void> => {
    await app.close();
    await parts.store.close();
  };
  const publish = async (first: number, count: number): Promise<void> => {
    const { codec, transport } = parts;
    const sends = Array.from({ length: count }, async (_, index) => {
      const invoiceNo = `${first + index}`;
      const lines = [{ stockCode: '85123A', description: null, quantity: 6, unitPrice: '2.5500' }];
      const payload: OrderPlaced = { invoiceNo, customerId: null, country: 'France', placedAt: new Date(0), lines };
      const value = await codec.encode(OrderPlaced, payload);
      const headers = envelopeToHeaders({ id: invoiceNo, source: '/shop', type: OrderPlaced.type });
      await transport.sink().append({ topic, key: Buffer.from(invoiceNo), value, headers });
    });
    await Promise.all(sends);
  };
  const summary = async (): Promise<Record<string, unknown>> =>
    (await (await fetch(`${app.url}/audit/summary`)).json()) as Record<string, unknown>;
  const untilRecords = async (records: number): Promise<void> => {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const now = await summary();
      if (now['records'] === records && now['lag'] === 0) return;
      await systemClock.sleep(100);
    }
    throw new Error(`Never ${records} records: ${JSON.stringify(await summary())}`);
  };

  beforeAll(async () => {
    await registerContracts(httpRegistry({ url: registryUrl }), knownEvents);
    await start();
  }, 30_000);
  afterAll(async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('stores every record, also those written while it was down, and none twice', async () => {
    await publish(0, total);
    await untilRecords(total);
    await publish(total, 500);
    await stop();
    await start();
    await publish(total + 500, 500);
    await untilRecords(total + 1_000);
    expect(await summary()).toMatchObject({
      events: { [topic]: total + 1_000 },
      repeatedEvents: 0,
      gaps: 0,
      duplicates: 0,
    });
    const [record] = await parts.store.recordsOfEvent(`${total + 999}`);
    expect(record!.payload).toMatchObject({ invoiceNo: `${total + 999}`, lines: [{ unitPrice: '2.5500' }] });
  }, 90_000);

  it('has a record ready for questions within about a second', async () => {
    const time = runningTime();
    await publish(1_000_000, 1);
    while ((await parts.store.recordsOfEvent('1000000')).length === 0) await systemClock.sleep(20);
    time.stop();
    // Bounded generously: a busy machine is no defect, a record that waits for a timer of seconds is.
    expect(time.elapsedMs()).toBeLessThan(5_000);
    if (process.env['SPILLWAY_PRINT']) process.stdout.write(`visible after ${time.elapsedMs()} ms\n`);
  }, 60_000);
});
