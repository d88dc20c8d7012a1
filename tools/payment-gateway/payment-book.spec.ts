import { describe, expect, it } from '@jest/globals';
import { PaymentBook } from './payment-book.ts';

const order = { invoiceNo: '536365', amount: '139.1200' };
const [early, late] = [new Date(1_000), new Date(2_000)];
const bookOf = (maxKeys = 10) => new PaymentBook({ limit: '5000', maxKeys });

describe('the payment book', () => {
  it('gives the first decision again, its time included, and counts it once', () => {
    const book = bookOf();
    const first = book.decide('k', order, early);
    expect(first).toMatchObject({ ...order, status: 'captured', decidedAt: '1970-01-01T00:00:01.000Z' });
    expect(book.decide('k', order, late)).toEqual(first);
    expect(book.find('k')).toEqual(first);
    expect(book.counts).toEqual({ captured: 1, declined: 0 });
  });

  it.each([{ amount: '139.1201' }, { invoiceNo: '536366' }])('refuses the key for something else: %j', (change) => {
    const book = bookOf();
    book.decide('k', order, early);
    expect(book.decide('k', { ...order, ...change }, early)).toBeUndefined();
  });

  it('keeps to its size, and decides what it forgot the same, under the same id', () => {
    const book = bookOf(3);
    const first = book.decide('k0', order, early);
    for (let key = 1; key <= 3; key++) book.decide(`k${key}`, order, early);
    expect(book.find('k0')).toBeUndefined();
    expect(book.find('k1')).toBeDefined();
    expect(book.decide('k0', order, late)).toEqual({ ...first, decidedAt: late.toISOString() });
  });

  it('counts the attempts of each key', () => {
    const book = bookOf();
    expect([book.attempt('a'), book.attempt('a'), book.attempt('b')]).toEqual([1, 2, 1]);
    expect(book.find('a')).toBeUndefined();
  });
});
