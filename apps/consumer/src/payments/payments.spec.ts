import { describe, expect, it } from '@jest/globals';
import { paymentSchema } from './gateway-answer.js';
import { idempotencyKey } from './idempotency-key.js';
import { orderAmount } from './order-amount.js';
import { retryAfterMs } from './retry-after-ms.js';

describe('orderAmount', () => {
  it.each([
    ['no lines', [], '0.0000'],
    ['fractions that binary numbers cannot hold', Array(3).fill([1, '0.1000']), '0.3000'],
    ['quantities and prices as signed', [[2, '10.0000'], [-1, '2.5500'], [1, '-0.0001']], '17.4499'], // prettier-ignore
    ['what no number holds exactly', [[2_147_483_647, '99999999.9999'], [1, '0.0001']], '214748364699785251.6354'], // prettier-ignore
  ] as const)('%s', (_, lines, amount) => {
    expect(orderAmount(lines.map(([quantity, unitPrice]) => ({ quantity, unitPrice })))).toBe(amount);
  });
});

describe('idempotencyKey', () => {
  it('follows the identity of the event and nothing else', () => {
    const key = idempotencyKey({ source: '/retail/import', id: '1' });
    expect(idempotencyKey({ source: '/retail/import', id: '1' })).toBe(key);
    expect(idempotencyKey({ source: '/retail/import', id: '2' })).not.toBe(key);
    expect(idempotencyKey({ source: '/retail/import1', id: '' })).not.toBe(key);
  });
});

describe('retryAfterMs', () => {
  const nowMs = Date.parse('2026-01-05T10:00:00Z');
  it.each([
    [null, undefined],
    ['7', 7_000],
    [' 0 ', 0],
    ['Mon, 05 Jan 2026 10:00:30 GMT', 30_000],
    ['Mon, 05 Jan 2026 09:00:00 GMT', 0],
    ['86400', 300_000],
    ['9999999999', 300_000],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['2026', 300_000],
    ['', undefined],
  ])('%p asks for %p ms', (header, waitMs) => {
    expect(retryAfterMs(header, nowMs)).toBe(waitMs);
  });
});

describe('an answer of the gateway', () => {
  const captured = { status: 'captured', paymentId: 'p', decidedAt: '2026-01-05T10:00:00.000Z', fee: 1 };
  it.each([
    [captured, true],
    [{ ...captured, status: 'declined', reason: 'above-limit' }, true],
    [{ ...captured, status: 'declined' }, false],
    [{ ...captured, status: 'pending' }, false],
    [{ ...captured, decidedAt: 'yesterday' }, false],
    [{ ...captured, paymentId: '' }, false],
    [undefined, false],
    ['captured', false],
  ])('%j is one: %s', (answer, isOne) => {
    expect(paymentSchema.safeParse(answer).success).toBe(isOne);
  });
});
