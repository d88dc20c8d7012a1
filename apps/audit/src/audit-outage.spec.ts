import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { avroCodec, memoryRegistry, registerContracts, type ContractRegistry } from '@spillway/codecs';
import {
  DeliveriesCompleted,
  OrderPlaced,
  SpillwayError,
  fulfilmentTopic,
  knownEvents,
  ordersTopic,
  paymentsTopic,
} from '@spillway/events';
import type { RunningApp } from '@spillway/nest';
import { EventPublisher, memoryTransport, silentLogger, systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../../libs/audit-store/src/connection/open-embedded-connections.js';
import {
  clickHouseHttpServer,
  type ClickHouseHttpServer,
} from '../../../libs/audit-store/src/spec-support/clickhouse-http-server.js';
import { removeLastFiles } from '../../../test/support/audit-proof/remove-last-files.js';
import { auditedTopics, startAuditApp } from './index.js';

type Json = Readonly<Record<string, unknown>>;

const payload: OrderPlaced = {
  invoiceNo: '536365',
  customerId: '17850',
  country: 'France',
  placedAt: new Date(0),
  lines: [],
};

/** A registry that can be made unreachable. */
function fragile(registry: ContractRegistry): ContractRegistry & { down: boolean } {
  const guarded = {
    ...registry,
    down: false,
    schemaById: async (id: number) => {
      if (guarded.down) throw new SpillwayError('SPW-3003', 'down');
      return registry.schemaById(id);
    },
  };
  return guarded;
}

describe('the audit app while something it needs is away', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-outage-'));
  const transport = memoryTransport();
  const registry = fragile(memoryRegistry());
  let engine: Awaited<ReturnType<typeof openEmbeddedConnections>>;
  let clickHouse: ClickHouseHttpServer;
  let app: RunningApp;
  let published = 0;
  let ledgerRecords = 0;

  const publisher = new EventPublisher({
    sink: transport.sink(),
    codec: avroCodec({ registry, definitions: knownEvents }),
    clock: systemClock,
    newId: () => crypto.randomUUID(),
  });
  const publish = async (count: number): Promise<void> => {
    for (let sent = 0; sent < count; sent += 1) {
      await publisher.publish(OrderPlaced, payload, { source: '/shop', id: `e-${published++}` });
    }
  };
  const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
    for (let attempt = 0; attempt < 500; attempt += 1) {
      if (await holds()) return;
      await systemClock.sleep(50);
    }
    throw new Error(`Never ${what}`);
  };
  const statusOf = async (path: string): Promise<number> => (await fetch(`${app.url}${path}`)).status;
  const rowsOf = async (query: string) => {
    const result = await engine.reader.query({ query, format: 'JSONEachRow' });
    return result.json<Record<string, string>>();
  };
  const summary = async () => {
    const { completeUpTo: _, ...figures } = (await (await fetch(`${app.url}/audit/summary`)).json()) as Json;
    return figures;
  };
  const committed = async (): Promise<number> => {
    const positions = await transport.admin().committed('audit', [ordersTopic]);
    return positions.reduce((sum, { offset }) => sum + Number(offset), 0);
  };
  const allStored = { events: {}, repeatedEvents: 0, records: 0, gaps: 0, duplicates: 0, lag: 0 };
  const untilStored = (): Promise<void> => {
    const events = { [ordersTopic]: published, [paymentsTopic]: 0, [fulfilmentTopic]: 0 };
    const expected = { ...allStored, events, records: published + ledgerRecords };
    return until('all stored', async () => JSON.stringify(await summary()) === JSON.stringify(expected));
  };

  beforeAll(async () => {
    await registerContracts(registry, knownEvents);
    await transport.admin().ensureTopics(auditedTopics.map((name) => ({ name, partitions: 2 })));
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    clickHouse = await clickHouseHttpServer(engine);
    app = await startAuditApp({
      environment: { SPILLWAY_CLICKHOUSE_URL: clickHouse.url, SPILLWAY_HTTP_PORT: '0' },
      transport,
      codec: avroCodec({ registry, definitions: knownEvents }),
      logger: silentLogger,
    });
    await publish(20);
    await untilStored();
    await until('committed', async () => (await committed()) === 20);
  });
  afterAll(async () => {
    await app.close();
    await clickHouse.close();
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('waits for ClickHouse without committing, says so, and catches up by itself', async () => {
    clickHouse.failWith(503);
    await publish(30);
    await until('not ready', async () => (await statusOf('/health/ready')) === 503);
    await systemClock.sleep(1_500);
    expect(await committed()).toBe(20);
    expect(await statusOf('/audit/events')).toBe(503);
    expect(await statusOf('/health/live')).toBe(200);
    clickHouse.failWith(undefined);
    await untilStored();
    await until('committed', async () => (await committed()) === 50);
    expect(await statusOf('/health/ready')).toBe(200);
  }, 30_000);

  it('reads again by itself what ClickHouse lost while it was away', async () => {
    const countStored = async (): Promise<number> => {
      const [row] = await rowsOf('SELECT count() AS records FROM audit_events');
      return Number(row!.records);
    };
    await clickHouse.close();
    await publish(10);
    await until('not ready', async () => (await statusOf('/health/ready')) === 503);
    await engine.close();
    await removeLastFiles(dataDir, ['events', 'blocks'], 'both');
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    expect(await countStored()).toBeLessThan(50);
    clickHouse = await clickHouseHttpServer(engine, Number(new URL(clickHouse.url).port));
    await untilStored();
    expect(await countStored()).toBe(60);
    await until('committed', async () => (await committed()) === 60);
  }, 30_000);

  it('reads again what ClickHouse lost between two probes, although no record comes', async () => {
    const countStored = async (): Promise<number> =>
      Number((await rowsOf('SELECT count() AS n FROM audit_events'))[0]!.n);
    const before = await countStored();
    // By a probe that was just made: the next comes after 15 s.
    await until('ready', async () => (await statusOf('/health/ready')) === 200);
    await clickHouse.close();
    await engine.close();
    await removeLastFiles(dataDir, ['events', 'blocks'], 'both');
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    expect(await countStored()).toBeLessThan(before);
    clickHouse = await clickHouseHttpServer(engine, Number(new URL(clickHouse.url).port));
    expect(await statusOf('/health/ready')).toBe(200);
    await until('read again', async () => (await countStored()) === before);
  }, 60_000);

  it('enters again what ClickHouse lost of the delivery ledger while it was away', async () => {
    const countEntries = async (): Promise<number> =>
      Number((await rowsOf('SELECT count() AS n FROM audit_deliveries'))[0]!.n);
    const completed: DeliveriesCompleted = {
      group: 'payments',
      topic: ordersTopic,
      topicId: null,
      partition: 0,
      ranges: [{ first: 0, last: 9 }],
      count: 10,
      explicitBoundsMs: [1],
      bucketCounts: [10, 0],
      durationSumUs: 10,
      durationMaxUs: 1,
      firstCompletedAt: new Date(0),
      recordedAt: new Date(0),
      appVersion: '1.0.0',
      instance: 'host-1',
    };
    await publisher.publish(DeliveriesCompleted, completed, { source: '/payments' });
    ledgerRecords += 1;
    await untilStored();
    expect(await countEntries()).toBe(1);
    await clickHouse.close();
    await until('not ready', async () => (await statusOf('/health/ready')) === 503);
    await engine.close();
    await removeLastFiles(dataDir, ['deliveries'], 'both');
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    expect(await countEntries()).toBe(0);
    clickHouse = await clickHouseHttpServer(engine, Number(new URL(clickHouse.url).port));
    await until('entered again', async () => (await countEntries()) === 1);
  }, 60_000);

  it('waits for a schema it cannot look up, instead of storing the event as undecodable', async () => {
    const newer = { ...OrderPlaced, schema: { ...(OrderPlaced.schema as object), doc: 'A later version.' } as never };
    await registerContracts(registry, [newer]);
    const writer = avroCodec({ registry, definitions: [newer] });
    await writer.warmUp([newer]);
    registry.down = true;
    const value = await writer.encode(newer, payload);
    const headers = { ce_id: `e-${published++}`, ce_source: '/shop', ce_type: OrderPlaced.type };
    await transport.sink().append({ topic: ordersTopic, key: null, value, headers });
    await until('not ready', async () => (await statusOf('/health/ready')) === 503);
    registry.down = false;
    await untilStored();
    const answer = await fetch(`${app.url}/audit/events/${headers.ce_id}`);
    expect(await answer.json()).toMatchObject({ records: [{ kind: 'event', payload: { invoiceNo: '536365' } }] });
  }, 30_000);
});
