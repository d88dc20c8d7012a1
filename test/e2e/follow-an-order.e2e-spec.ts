import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAuditApp } from '@spillway/audit-app';
import { avroCodec, memoryRegistry } from '@spillway/codecs';
import { startConsumerApp } from '@spillway/consumer-app';
import { knownEvents } from '@spillway/events';
import type { RunningApp } from '@spillway/nest';
import { startProducerApp } from '@spillway/producer-app';
import { memoryTransport, silentLogger } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { provideState } from '../../tools/local-state/provide-state.ts';
import { startPaymentGateway, type PaymentGateway } from '../../tools/payment-gateway/start-payment-gateway.ts';
import { provision } from '../../tools/provision/provision.ts';

interface JourneyEvent {
  readonly type: string;
  readonly eventId: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly legs: readonly { readonly group: string; readonly outcome: string; readonly deadLetters: number }[];
}

interface Journey {
  readonly correlationIds: readonly string[];
  readonly events: readonly JourneyEvent[];
  readonly tree: readonly Node[];
}

interface Node {
  readonly type: string;
  readonly caused: readonly Node[];
}

describe('an order followed through all services by its correlation id', () => {
  let dataDir: string;
  let gateway: PaymentGateway;
  let producer: RunningApp;
  let audit: RunningApp;
  const apps: RunningApp[] = [];

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'spillway-order-'));
    gateway = await startPaymentGateway({ port: 0 });
    const registry = memoryRegistry();
    const transport = memoryTransport();
    await provision(transport, registry);
    const codec = avroCodec({ registry, definitions: knownEvents });
    const optionsFor = (app: string, more: Readonly<Record<string, string>> = {}) => ({
      environment: { SPILLWAY_HTTP_PORT: '0', SPILLWAY_DATA_DIR: join(dataDir, app), ...more },
      ...{ transport, codec, logger: silentLogger },
    });
    await Promise.all(['consumer', 'producer'].map((app) => provideState(join(dataDir, app))));
    apps.push((audit = await startAuditApp(optionsFor('audit'))));
    apps.push(await startConsumerApp(optionsFor('consumer', { SPILLWAY_PAYMENT_GATEWAY_URL: gateway.url })));
    apps.push((producer = await startProducerApp(optionsFor('producer'))));
  }, 120_000);

  afterAll(async () => {
    for (const app of apps.toReversed()) await app.close();
    await gateway.close();
    rmSync(dataDir, { recursive: true });
  }, 60_000);

  async function order(invoiceNo: string, quantity: number): Promise<string> {
    const lines = [{ stockCode: '85123A', description: null, quantity, unitPrice: '2.55' }];
    const placed = { invoiceNo, customerId: '17850', country: 'France', placedAt: '2026-01-05T10:00:00Z', lines };
    const response = await fetch(`${producer.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(placed),
    });
    expect(response.status).toBe(202);
    return ((await response.json()) as { id: string }).id;
  }

  async function journeyOf(id: string): Promise<Journey> {
    const response = await fetch(`${audit.url}/audit/journeys/${encodeURIComponent(id)}`);
    if (!response.ok) throw new Error(`The audit app answers with ${response.status}`);
    return (await response.json()) as Journey;
  }

  const legs = ({ events }: Journey): readonly string[] =>
    events
      .flatMap(({ type, legs: all }) =>
        all.map(({ group, outcome }) => `${type.replace(/.*\./, '')} ${group} ${outcome}`),
      )
      .toSorted();

  it.each([
    ['paid', { invoiceNo: '900001', quantity: 3, paid: 'PaymentCaptured', decided: 'OrderConfirmed' }],
    ['declined', { invoiceNo: '900002', quantity: 3_000, paid: 'PaymentDeclined', decided: 'OrderRejected' }],
  ])(
    '%s: each step follows from the one before, and every group is told of',
    async (_, { invoiceNo, quantity, paid, decided }) => {
      const id = await order(invoiceNo, quantity);
      const expected = [
        'OrderPlaced inventory completed',
        'OrderPlaced payments completed',
        'OrderPlaced revenue completed',
        `${paid} fulfilment completed`,
        `${decided} inventory completed`,
      ].toSorted();
      const isWhole = async (): Promise<boolean> => {
        const journey = await journeyOf(id).catch(() => undefined);
        return journey !== undefined && legs(journey).length >= expected.length;
      };
      await waitUntil('its journey is whole', isWhole, 60_000);
      const journey = await journeyOf(id);
      expect(legs(journey)).toEqual(expected);
      expect(journey.correlationIds).toEqual([id]);
      const [placed, payment, end] = journey.events;
      expect(journey.events.map(({ type }) => type)).toEqual([
        'retail.orders.OrderPlaced',
        `retail.payments.${paid}`,
        `retail.fulfilment.${decided}`,
      ]);
      expect([placed!.eventId, payment!.causationId, end!.causationId]).toEqual([id, id, payment!.eventId]);
      expect([payment!.correlationId, end!.correlationId]).toEqual([id, id]);
      expect(journey.tree).toMatchObject([
        { caused: [{ type: payment!.type, caused: [{ type: end!.type, caused: [] }] }] },
      ]);
      // By the id of any of its events it is the same journey.
      expect((await journeyOf(end!.eventId)).events).toEqual(journey.events);
    },
    90_000,
  );
});
