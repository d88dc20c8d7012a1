import { describe, expect, it } from '@jest/globals';
import { OrderConfirmed } from './retail/order-confirmed.event.js';
import { OrderPlaced } from './retail/order-placed.event.js';
import { PaymentDeclined } from './retail/payment-declined.event.js';
import { StockAdjusted } from './retail/stock-adjusted.event.js';
import { knownEvents } from './known-events.js';
import { retailTopics } from './retail/retail-topics.js';
import { DeliveriesCompleted } from './spillway/deliveries-completed.event.js';
import { spillwayTopics } from './spillway/deliveries-topic.js';
import { DeliveryNoted } from './spillway/delivery-noted.event.js';

describe('known events', () => {
  it('have one definition per type and a topic that is defined', () => {
    const types = knownEvents.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    const topics = new Set([...retailTopics, ...spillwayTopics].map(({ name }) => name));
    expect(knownEvents.filter(({ topic }) => !topics.has(topic))).toEqual([]);
  });

  it('lie in topics that say how long they are kept', () => {
    const silent = [...retailTopics, ...spillwayTopics].filter(({ config }) => config?.['retention.ms'] === undefined);
    expect(silent).toEqual([]);
  });

  it('are registered by topic and record name', () => {
    expect(OrderPlaced.subject).toBe('retail.orders-retail.orders.OrderPlaced');
  });

  it('keep the order of a customer, of an invoice without one, or of a partition of a group', () => {
    const invoice = { invoiceNo: '536365', country: 'EIRE', lines: [] };
    expect(OrderPlaced.key({ ...invoice, customerId: '17850', placedAt: new Date(0) })).toBe('17850');
    expect(DeliveriesCompleted.key({ group: 'g', topic: 't', partition: 3 } as DeliveriesCompleted)).toBe('g/t/3');
    const copy = { group: 'g', topic: 't.g.retry.1s', partition: 3, originTopic: 't', originPartition: 3 };
    expect(DeliveryNoted.key(copy as DeliveryNoted)).toBe('g/t/3');
    expect(StockAdjusted.key({ ...invoice, customerId: null, adjustedAt: new Date(0) })).toBe('invoice-536365');
  });

  it('that follow an order have its key', () => {
    const [invoiceNo, paymentId, at] = ['536365', 'p', new Date(0)];
    expect(OrderConfirmed.key({ invoiceNo, customerId: '17850', paymentId, confirmedAt: at })).toBe('17850');
    const declined = { paymentId, amount: '0.0000', reason: 'amount-not-positive', declinedAt: at, items: [] };
    expect(PaymentDeclined.key({ invoiceNo, customerId: null, ...declined })).toBe('invoice-536365');
  });
});
