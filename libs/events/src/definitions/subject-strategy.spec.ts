import { describe, expect, it } from '@jest/globals';
import { defineEvent } from './event-definition.js';
import { OrderPlaced } from '../retail/order-placed.event.js';

describe('the subject of a contract', () => {
  const define = (subjectStrategy?: 'TopicRecordName' | 'RecordName' | 'TopicName'): string =>
    defineEvent({ topic: 'orders', schema: OrderPlaced.schema, subjectStrategy, key: () => 'k' }).subject;

  it.each([
    [undefined, 'orders-retail.orders.OrderPlaced'],
    ['TopicRecordName', 'orders-retail.orders.OrderPlaced'],
    ['RecordName', 'retail.orders.OrderPlaced'],
    ['TopicName', 'orders-value'],
  ] as const)('by %s is %s', (strategy, subject) => {
    expect(define(strategy)).toBe(subject);
  });
});
