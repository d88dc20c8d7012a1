import { describe, expect, it } from '@jest/globals';
import { OrderPlaced } from './retail/order-placed.event.js';
import { StockAdjusted } from './retail/stock-adjusted.event.js';
import { knownEvents } from './known-events.js';
import { retailTopics } from './retail/retail-topics.js';

describe('known events', () => {
  it('have one definition per type and a topic that is defined', () => {
    const types = knownEvents.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    const topics = new Set(retailTopics.map(({ name }) => name));
    expect(knownEvents.filter(({ topic }) => !topics.has(topic))).toEqual([]);
  });

  it('are registered by topic and record name', () => {
    expect(OrderPlaced.subject).toBe('retail.orders-retail.orders.OrderPlaced');
  });

  it('keep the order of a customer, or of an invoice without one', () => {
    const invoice = { invoiceNo: '536365', country: 'EIRE', lines: [] };
    expect(OrderPlaced.key({ ...invoice, customerId: '17850', placedAt: new Date(0) })).toBe('17850');
    expect(StockAdjusted.key({ ...invoice, customerId: null, adjustedAt: new Date(0) })).toBe('invoice-536365');
  });
});
