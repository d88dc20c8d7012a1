import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PaymentCaptured, PaymentDeclined, OrderPlaced, type EventDefinition } from '@spillway/events';
import { classifyError, systemClock } from '@spillway/streaming';
import { startPaymentGateway, type PaymentGateway } from '../../../../tools/payment-gateway/start-payment-gateway.js';
import { capturePayment } from './capture-payment.js';
import { idempotencyKey } from './idempotency-key.js';
import { PaymentGatewayClient } from './payment-gateway.client.js';

const order = (unitPrice: string): OrderPlaced => ({
  invoiceNo: '536365',
  customerId: '17850',
  country: 'United Kingdom',
  placedAt: new Date('2010-12-01T08:26:00Z'),
  lines: [
    { stockCode: '85123A', description: null, quantity: 6, unitPrice },
    { stockCode: '71053', description: null, quantity: -1, unitPrice: '0.0100' },
  ],
});

interface Published {
  readonly type: string;
  readonly payload: unknown;
  readonly attributes: unknown;
}

/** The engine's side of a delivery, as far as this handler uses it. */
function delivered(event: OrderPlaced, id: string) {
  const published: Published[] = [];
  const publish = async (definition: EventDefinition<never>, payload: unknown, attributes: unknown) =>
    void published.push({ type: definition.type, payload, attributes });
  const envelope = { source: '/retail/import', id, type: OrderPlaced.type };
  return { delivery: { event, envelope, publish: publish as never }, published };
}

let gateway: PaymentGateway;
let orders = 0;
const signal = new AbortController().signal;
const client = (timeoutMs = 10_000, url = gateway.url) =>
  new PaymentGatewayClient({ url, timeoutMs, clock: systemClock });
const told = (failures: object) => fetch(`${gateway.url}/failures`, { method: 'PUT', body: JSON.stringify(failures) });
const payment = async (id: string) =>
  (await fetch(`${gateway.url}/payments/${idempotencyKey({ source: '/retail/import', id })}`)).json();

beforeAll(async () => {
  gateway = await startPaymentGateway({ port: 0 });
});
afterEach(() => told({}));
afterAll(() => gateway.close());

describe('a payment at the real gateway', () => {
  it('that is captured is published with the exact amount and the time of the gateway', async () => {
    const { delivery, published } = delivered(order('2.5500'), 'captured');
    expect(await capturePayment(delivery, client(), signal)).toBeUndefined();
    const { paymentId, decidedAt } = (await payment('captured')) as { paymentId: string; decidedAt: string };
    const time = new Date(decidedAt);
    const payload = { invoiceNo: '536365', customerId: '17850', paymentId, amount: '15.2900', capturedAt: time };
    expect(published).toEqual([
      { type: PaymentCaptured.type, payload, attributes: { source: '/retail/payments', time } },
    ]);
  });

  it('that is declined is published with the reason and what goes back into stock', async () => {
    const { delivery, published } = delivered(order('1000.0000'), 'declined');
    expect(await capturePayment(delivery, client(), signal)).toBeUndefined();
    const items = [
      { stockCode: '85123A', quantity: 6 },
      { stockCode: '71053', quantity: -1 },
    ];
    expect(published).toMatchObject([
      { type: PaymentDeclined.type, payload: { amount: '5999.9900', reason: 'above-limit', items } },
    ]);
  });

  it('that was asked for before is one payment, and publishes the same', async () => {
    const [first, second] = [delivered(order('2.5500'), 'twice'), delivered(order('2.5500'), 'twice')];
    await capturePayment(first.delivery, client(), signal);
    await capturePayment(second.delivery, client(), signal);
    expect(second.published).toEqual(first.published);
  });
});

describe('what the gateway does instead of an answer, and what becomes of the delivery', () => {
  const attempt = async (failures: object, timeoutMs?: number) => {
    await told(failures);
    const { delivery, published } = delivered(order('2.5500'), `failing-${++orders}`);
    const result = await capturePayment(delivery, client(timeoutMs), signal).catch((error: unknown) => error);
    expect(published).toEqual([]);
    return result;
  };
  const verdict = { isDependency: false, className: 'PaymentGatewayError' };

  it('a failure is the order’s own: it is tried again later', async () => {
    const error = await attempt({ errorRate: 1 });
    expect(classifyError(error)).toMatchObject({ ...verdict, message: expect.stringContaining('answered 500') });
  });

  it('no answer in time, too: one order that hangs must not stop all', async () => {
    const error = await attempt({ hangRate: 1 }, 100);
    expect(classifyError(error)).toMatchObject({ ...verdict, message: expect.stringContaining('within 100 ms') });
  });

  it('429 is an outage for as long as it asks', async () => {
    expect(await attempt({ rateLimitRate: 1, retryAfterS: 7 })).toEqual({
      type: 'suspend',
      dependency: 'payment-gateway',
      forMs: 7_000,
    });
  });

  it('a connection that is cut is an outage of the dependency', async () => {
    const error = await attempt({ down: { mode: 'reset', forMs: 60_000 } });
    expect(classifyError(error)).toMatchObject({ isDependency: true });
  });

  it('nobody listening is one, too', async () => {
    const { url, close } = await startPaymentGateway({ port: 0 });
    await close();
    const { delivery } = delivered(order('2.5500'), 'nobody');
    const error = await capturePayment(delivery, client(1_000, url), signal).catch((caught: unknown) => caught);
    expect(classifyError(error)).toMatchObject({ isDependency: true });
  });

  it('a request that it refuses is a dead letter, with its status as the reason', async () => {
    const { delivery } = delivered(order('2.5500'), 'conflict');
    await capturePayment(delivery, client(), signal);
    const other = delivered(order('2.5600'), 'conflict');
    expect(await capturePayment(other.delivery, client(), signal)).toMatchObject({
      type: 'dead-letter',
      reason: 'The payment gateway answered 422',
    });
  });

  it('when the group stops meanwhile, the reason is the stop and not the gateway', async () => {
    await told({ hangRate: 1 });
    const stop = new AbortController();
    const { delivery } = delivered(order('2.5500'), 'stopped');
    const result = capturePayment(delivery, client(), stop.signal).catch((error: unknown) => error);
    stop.abort(new Error('the group stops'));
    expect(await result).toBe(stop.signal.reason);
  });
});
