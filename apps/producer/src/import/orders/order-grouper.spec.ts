import { describe, expect, it } from '@jest/globals';
import { OrderCancelled, OrderPlaced, StockAdjusted } from '@spillway/events';
import { columns } from './columns.js';
import { OrderGrouper } from './order-grouper.js';
import { toOrderEvent } from './to-order-event.js';

const header = columns.join(',');

function line(
  invoiceNo: string,
  changes: { quantity?: string; price?: string; date?: string; customer?: string } = {},
) {
  const { quantity = '1', price = '1.0', date = '2010-12-01 08:00:00', customer = '17850.0' } = changes;
  return `${invoiceNo},85123A,HOLDER,${quantity},${date},${price},${customer},United Kingdom`;
}

function group(...lines: readonly string[]) {
  const grouper = new OrderGrouper();
  lines.forEach((text, index) => grouper.add({ line: index + 1, fields: text.split(',') }));
  return grouper.finish();
}

describe('OrderGrouper', () => {
  it('gathers lines of an invoice that are not adjacent, and keeps the order of first lines', () => {
    const file = group(header, line('536366'), line('536365'), line('536366', { quantity: '2' }));
    expect(file).toMatchObject({ lines: 3, orders: 2, rejectedOrders: 0, rejects: [] });
    expect(file.accepted.map(({ invoiceNo, firstLine }) => [invoiceNo, firstLine])).toEqual([
      ['536366', 2],
      ['536365', 3],
    ]);
    expect(file.accepted[0]!.rows.map(({ orderLine }) => orderLine.quantity)).toEqual([1, 2]);
  });

  it('rejects a whole order for one bad line, and counts the bad line only', () => {
    const file = group(header, line('536365'), line('536365', { quantity: 'x' }), line('536365'), line('536366'));
    expect(file).toMatchObject({
      lines: 4,
      orders: 2,
      rejectedOrders: 1,
      rejects: [{ line: 3, reason: 'Quantity is not a whole number' }],
    });
    expect(file.accepted.map(({ invoiceNo }) => invoiceNo)).toEqual(['536366']);
  });

  it('lets an unreadable line spoil the order it names, and no order when it names none', () => {
    const grouper = new OrderGrouper();
    grouper.add({ line: 1, fields: columns });
    grouper.add({ line: 2, fields: line('536365').split(',') });
    grouper.add({ line: 3, firstField: '536365', reason: 'not valid UTF-8' });
    grouper.add({ line: 4, fields: [''] });
    expect(grouper.finish()).toMatchObject({ lines: 3, orders: 1, rejectedOrders: 1, accepted: [] });
  });

  it('does not read a file without the header', () => {
    const file = group(line('536365'), line('536366'));
    expect(file).toMatchObject({ lines: 1, orders: 0, accepted: [] });
    expect(file.rejects).toEqual([{ line: 1, reason: expect.stringContaining('is not the header InvoiceNo,') }]);
    expect(group().rejects).toHaveLength(1);
  });
});

describe('toOrderEvent', () => {
  function event(...lines: readonly string[]) {
    return toOrderEvent(group(header, ...lines).accepted[0]!);
  }

  it('takes C and 6 digits as a cancellation, whatever the prices', () => {
    expect(event(line('C536379', { price: '0' })).definition).toBe(OrderCancelled);
  });

  it('takes 6 digits with every price 0 as a stock adjustment', () => {
    expect(event(line('536365', { price: '0' }), line('536365', { price: '0.00' })).definition).toBe(StockAdjusted);
    expect(event(line('536365', { price: '0' }), line('536365', { price: '0.0001' })).definition).toBe(OrderPlaced);
  });

  it('takes time, customer and country from the first line', () => {
    const order = event(
      line('536365', { customer: '', date: '2010-12-01 08:26:00' }),
      line('536365', { date: '2010-12-01 08:27:00' }),
    );
    expect(order.payload).toMatchObject({ customerId: null, placedAt: new Date('2010-12-01T08:26:00Z') });
    expect(order.time).toEqual(new Date('2010-12-01T08:26:00Z'));
  });

  it('gives an invoice the same id for ever', () => {
    // From `uuidgen --sha1 --namespace @url --name retail/536365`.
    expect(event(line('536365')).id).toBe('1bb4316e-dd0c-58d1-956b-fb36dc8aef67');
  });
});
