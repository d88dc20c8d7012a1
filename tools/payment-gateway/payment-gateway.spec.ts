import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPaymentGateway, type PaymentGateway } from './start-payment-gateway.ts';

const order = { invoiceNo: '536365', amount: '139.1200', currency: 'GBP' };

let gateway: PaymentGateway;

beforeEach(async () => {
  gateway = await startPaymentGateway({ port: 0, limit: '5000' });
});
afterEach(() => gateway.close());

function pay(key: string | undefined, body: unknown = order, timeoutMs = 10_000): Promise<Response> {
  return fetch(`${gateway.url}/payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
}

async function fail(failures: object): Promise<void> {
  const answer = await fetch(`${gateway.url}/failures`, { method: 'PUT', body: JSON.stringify(failures) });
  expect(answer.status).toBe(200);
}

const get = async (path: string) => (await fetch(`${gateway.url}${path}`)).json();
const codeOf = (error: unknown): unknown => ((error as Error).cause as { code?: unknown } | undefined)?.code;
const failureOf = (answer: Promise<Response>) => answer.then(({ status }) => status, codeOf);

describe('the payment gateway', () => {
  it('captures, and gives the same answer to the same key', async () => {
    const first = await pay('key-1');
    const payment = await first.json();
    expect(first.status).toBe(201);
    expect(payment).toMatchObject({ invoiceNo: '536365', amount: '139.1200', status: 'captured' });
    const again = await pay('key-1');
    expect([again.status, await again.json()]).toEqual([201, payment]);
    expect(await get('/payments/key-1')).toEqual(payment);
    expect(await get('/payments')).toEqual({ captured: 1, declined: 0 });
  });

  it('declines above its limit with the reason', async () => {
    const answer = await pay('key-1', { ...order, amount: '5000.0001' });
    expect([answer.status, await answer.json()]).toMatchObject([201, { status: 'declined', reason: 'above-limit' }]);
  });

  it.each([
    ['no key', undefined, order, 400],
    ['an empty key', '', order, 400],
    ['an endless key', 'x'.repeat(257), order, 400],
    ['no JSON', 'k', '{"amount":', 400],
    ['an amount as a number', 'k', { ...order, amount: 1 }, 400],
    ['an amount in words', 'k', { ...order, amount: '1e3' }, 400],
    ['another currency', 'k', { ...order, currency: 'EUR' }, 400],
    ['an unknown field', 'k', { ...order, tip: '1' }, 400],
    ['a body of a megabyte', 'k', `"${'x'.repeat(2 ** 20)}"`, 413],
  ])('refuses %s with a problem document', async (_, key, body, status) => {
    const answer = await pay(key, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await get('/payments')).toEqual({ captured: 0, declined: 0 });
  });

  it('refuses a key that was used for another payment', async () => {
    await pay('key-1');
    expect((await pay('key-1', { ...order, amount: '1.0000' })).status).toBe(422);
  });

  it.each(['/', '/payments/unknown', '/payments/a/b', '/payments/%zz', '/failures/x'])(
    'has nothing at %s',
    async (path) => {
      const { status } = await fetch(`${gateway.url}${path}`);
      expect(status).toBe(path.endsWith('%zz') ? 400 : 404);
    },
  );

  it.each(['live', 'ready', 'startup'])('answers /health/%s', async (probe) => {
    expect(await get(`/health/${probe}`)).toEqual({ status: 'ok' });
  });
});

describe('the payment gateway fails as it is told:', () => {
  it('with 500 after its decision, which a later attempt learns', async () => {
    await fail({ errorRate: 1 });
    expect((await pay('key-1')).status).toBe(500);
    const decided = await get('/payments/key-1');
    await fail({});
    expect(await (await pay('key-1')).json()).toEqual(decided);
  });

  it('with 429 and Retry-After, deciding nothing', async () => {
    await fail({ rateLimitRate: 1, retryAfterS: 7 });
    const answer = await pay('key-1');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await fetch(`${gateway.url}/payments/key-1`)).status).toBe(404);
  });

  it('by not answering; the caller leaves, and it goes on', async () => {
    await fail({ hangRate: 1 });
    await expect(pay('key-1', order, 200)).rejects.toMatchObject({ name: 'TimeoutError' });
    await fail({});
    expect((await pay('key-1')).status).toBe(201);
  });

  it('by answering late', async () => {
    await fail({ latencyMs: 150 });
    const startedAtMs = performance.now();
    expect((await pay('key-1')).status).toBe(201);
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(149);
  });

  it('by cutting connections for a while, once so many payments were answered; the switch stays', async () => {
    await fail({ down: { mode: 'reset', forMs: 60_000, afterPayments: 2 } });
    const answers: unknown[] = [];
    for (const key of ['a', 'b', 'c', 'a']) answers.push(await failureOf(pay(key)));
    expect(answers).toEqual([201, 201, 'ECONNRESET', 'ECONNRESET']);
    expect(await get('/failures')).toMatchObject({ isDown: true, down: { forMs: 60_000 } });
    await fail({});
    expect((await pay('c')).status).toBe(201);
  });

  it('by not listening for a while; it comes back by itself on the same port', async () => {
    await fail({ down: { mode: 'refuse', forMs: 300 } });
    expect(['ECONNREFUSED', 'ECONNRESET']).toContain(await failureOf(pay('key-1')));
    let status: unknown;
    for (let tries = 0; status !== 201 && tries < 200; tries++) {
      await sleep(50);
      status = await failureOf(pay('key-1'));
    }
    expect(status).toBe(201);
  });

  it.each(['[]', '{"errorRate":2}', 'x', '{"unknown":1}'])(
    'refuses the switches %s and keeps what it had',
    async (body) => {
      await fail({ errorRate: 0.5 });
      expect((await fetch(`${gateway.url}/failures`, { method: 'PUT', body })).status).toBe(400);
      expect(await get('/failures')).toMatchObject({ errorRate: 0.5, isDown: false });
    },
  );

  it('and still closes in time, away or with requests that hang', async () => {
    await fail({ hangRate: 1 });
    const hung = failureOf(pay('key-1'));
    while (((await get('/payments')) as { captured: number }).captured === 0) await sleep(10);
    await gateway.close();
    expect(await hung).toBe('UND_ERR_SOCKET');
    gateway = await startPaymentGateway({
      port: 0,
      failures: {
        ...(await import('./failures.ts')).noFailures,
        down: { mode: 'refuse', forMs: 60_000, afterPayments: 0 },
      },
    });
    await gateway.close();
  });
});
