import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { avroCodec, memoryRegistry, registerContracts } from '@spillway/codecs';
import {
  DeliveriesCompleted,
  DeliveryNoted,
  OrderCancelled,
  OrderPlaced,
  deadLetterTopic,
  knownEvents,
  ordersTopic,
} from '@spillway/events';
import type { RunningApp } from '@spillway/nest';
import { EventPublisher, memoryTransport, silentLogger, systemClock, type EventCodec } from '@spillway/streaming';
import type { Browser, Page } from 'playwright-core';
import { auditedTopics, startAuditApp } from '../../apps/audit/src/index.js';
import { openEmbeddedConnections } from '../../libs/audit-store/src/connection/open-embedded-connections.js';
import {
  clickHouseHttpServer,
  type ClickHouseHttpServer,
} from '../../libs/audit-store/src/spec-support/clickhouse-http-server.js';
import { describeWithBrowser, launchBrowser, watchPage, type PageWatch } from '../support/browser.js';

const boards = 12;
const evil = '<img src=x onerror="window.broken=1">';

describeWithBrowser('the page of the boards', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'spillway-page-'));
  const transport = memoryTransport();
  let codec: EventCodec;
  let engine: Awaited<ReturnType<typeof openEmbeddedConnections>>;
  let clickHouse: ClickHouseHttpServer;
  let app: RunningApp;
  let browser: Browser;
  let page: Page;
  let watch: PageWatch;

  const publish = async (): Promise<void> => {
    const sink = transport.sink();
    const publisher = new EventPublisher({ sink, codec, clock: systemClock, newId: () => crypto.randomUUID() });
    const attributes = { source: '/retail/import' };
    for (let number = 0; number < 60; number += 1) {
      const time = new Date(Date.UTC(2010, 11, 1 + (number % 20), 8 + (number % 9)));
      const lines = [{ stockCode: `P${number % 4}`, description: evil, quantity: 2, unitPrice: '2.5500' }];
      const invoice = { invoiceNo: `${number}`, customerId: evil, country: number % 3 ? 'France' : 'EIRE', lines };
      const more = { ...attributes, id: `o-${number}`, time };
      if (number % 6 === 0) await publisher.publish(OrderCancelled, { ...invoice, cancelledAt: time }, more);
      else await publisher.publish(OrderPlaced, { ...invoice, placedAt: time }, more);
    }
    await sink.append({
      topic: ordersTopic,
      key: Buffer.from('k'),
      value: null,
      headers: { ce_type: evil, ce_id: 'e' },
    });
    await publishDeliveries(publisher);
    await sink.append({
      topic: deadLetterTopic(ordersTopic, 'payments'),
      key: Buffer.from('k'),
      value: Buffer.from([9]),
      headers: { ce_type: OrderPlaced.type, ce_id: 'o-11' },
    });
  };
  /** One group did all it read, another failed with one record and gave it up. */
  const publishDeliveries = async (publisher: EventPublisher): Promise<void> => {
    const attributes = { source: 'urn:spillway:group:any' };
    const now = new Date();
    const by = { appVersion: '1.0.0', instance: 'host' };
    const place = { topic: ordersTopic, partition: 0 };
    const durations = {
      explicitBoundsMs: [1, 10],
      bucketCounts: [4, 6, 0],
      durationSumUs: 50_000,
      durationMaxUs: 9_000,
    };
    const completed = {
      group: 'inventory',
      ...place,
      topicId: null,
      ranges: [{ first: 0, last: 9 }],
      count: 10,
      ...durations,
    };
    await publisher.publish(
      DeliveriesCompleted,
      { ...completed, firstCompletedAt: now, recordedAt: now, ...by },
      attributes,
    );
    const origin = { originTopic: ordersTopic, originTopicId: null, originPartition: 0, originOffset: 11 };
    const error = { causeClass: 'TypeError', causeCode: null, fingerprint: 'v1:abc', dependency: null };
    const event = { eventSource: '/retail/import', eventId: 'o-11', eventType: OrderPlaced.type, correlationId: null };
    const failed = {
      group: 'payments',
      handler: 'capturePayment',
      ...place,
      offset: 11,
      lastOffset: 11,
      ...origin,
      ...error,
      ...event,
    };
    const noted = {
      ...failed,
      durationUs: 20_000,
      fromTier: null,
      toTier: null,
      redriveJob: null,
      notedAt: now,
      ...by,
    };
    await publisher.publish(DeliveryNoted, { ...noted, attempt: 1, outcome: 'retried', toTier: '1s' }, attributes);
    await publisher.publish(
      DeliveryNoted,
      { ...noted, attempt: 2, outcome: 'dead_lettered', fromTier: '1s' },
      attributes,
    );
  };
  const untilStored = async (): Promise<void> => {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      const answer = await fetch(`${app.url}/audit/completeness`);
      if (((await answer.json()) as { complete?: boolean }).complete) return;
      await systemClock.sleep(50);
    }
    throw new Error('Never complete');
  };
  const open = async (path = '/'): Promise<void> => {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    watch = watchPage(page);
    await page.goto(`${app.url}${path}`);
  };
  const settled = () => page.waitForSelector('.board[aria-busy="true"]', { state: 'detached', timeout: 60_000 });

  beforeAll(async () => {
    const registry = memoryRegistry();
    await registerContracts(registry, knownEvents);
    codec = avroCodec({ registry, definitions: knownEvents });
    await transport.admin().ensureTopics(auditedTopics.map((name) => ({ name, partitions: 2 })));
    engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 0, clock: systemClock });
    clickHouse = await clickHouseHttpServer(engine);
    app = await startAuditApp({
      environment: { SPILLWAY_CLICKHOUSE_URL: clickHouse.url, SPILLWAY_HTTP_PORT: '0' },
      transport,
      codec,
      logger: silentLogger,
    });
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await clickHouse?.close();
    await engine?.close();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  it('says so where there is nothing yet', async () => {
    await open();
    await settled();
    expect(await page.locator('.state', { hasText: 'Nothing from' }).count()).toBe(boards);
    expect(await page.locator('canvas').count()).toBe(0);
    expect(watch.errors).toEqual([]);
    await page.close();
  }, 120_000);

  it('draws every board, asks nobody else, and says how far it is complete', async () => {
    await publish();
    await untilStored();
    await open();
    await settled();
    const drawn = await page
      .locator('.board.series:has(canvas)')
      .evaluateAll((all) => all.map((each) => (each as { dataset: Record<string, string> }).dataset['board']));
    expect(drawn).toEqual([
      'volume',
      'ingestion-delay',
      'dead-letters',
      'processing-times',
      'waiting-times',
      'schema-versions',
      'revenue',
      'cancellations',
    ]);
    const rowsOf = (board: string) => page.locator(`[data-board="${board}"] tbody tr`).count();
    expect({ outcomes: await rowsOf('outcomes'), handlers: await rowsOf('handlers') }).toEqual({
      outcomes: 2,
      handlers: 2,
    });
    expect(await rowsOf('top-keys')).toBeGreaterThan(0);
    expect(await rowsOf('products')).toBe(4);
    expect(drawn.length + 4).toBe(boards);
    await page.locator('#freshness', { hasText: /complete up to \d{4}-/ }).waitFor({ timeout: 60_000 });
    expect(watch.requests.filter((url) => !url.startsWith(app.url) && !url.startsWith('data:'))).toEqual([]);
    expect(watch.errors).toEqual([]);
    // Names that events bring are text, in tables and legends.
    expect(await page.evaluate('window.broken')).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('[data-board="products"] td', { hasText: evil }).count()).toBe(4);
    if (process.env['SPILLWAY_SCREENSHOT']) {
      await page.screenshot({ path: process.env['SPILLWAY_SCREENSHOT'], fullPage: true });
    }
  }, 120_000);

  it('lets the range be chosen with the keyboard, and keeps it in the address', async () => {
    const asked = page.waitForRequest((request) => /\/analytics\/volume\?.*interval=hour/.test(request.url()));
    await page.locator('input[name="range"]:checked').focus();
    await page.keyboard.press('ArrowLeft');
    await asked;
    expect(page.url()).toMatch(/#range=7d$/);
    await settled();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('live');
    await page.close();
    await open('/#range=7d');
    expect(await page.locator('input[name="range"]:checked').getAttribute('value')).toBe('7d');
    await settled();
    await page.locator('[data-board="volume"] summary').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('[data-board="volume"] tbody tr').first().isVisible()).toBe(true);
  }, 120_000);

  it('fits on a small screen', async () => {
    await page.setViewportSize({ width: 360, height: 800 });
    await page.reload();
    await settled();
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(overflow).toBeLessThanOrEqual(0);
  }, 60_000);

  it('says so while the store is away, and goes on by itself', async () => {
    clickHouse.failWith(503);
    await page.getByRole('button', { name: 'Refresh' }).click();
    const trouble = page.locator('#trouble');
    await trouble.filter({ hasText: 'SPW-7002' }).waitFor({ timeout: 60_000 });
    clickHouse.failWith(undefined);
    await trouble.waitFor({ state: 'hidden', timeout: 60_000 });
  }, 150_000);

  it('runs nothing that is not its own', async () => {
    const answer = await fetch(app.url);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(await answer.text()).not.toMatch(/ style=| on\w+=|<script(?![^>]* src=)|https?:\/\//);
    for (const path of ['/assets/nothing.js', '/assets/..%2fpackage.json', '/assets/constructor']) {
      expect((await fetch(`${app.url}${path}`)).status).toBe(404);
    }
    expect((await fetch(`${app.url}/?a=1`)).status).toBe(400);
  });
});
