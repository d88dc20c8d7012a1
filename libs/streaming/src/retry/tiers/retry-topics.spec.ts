import { describe, expect, it } from '@jest/globals';
import { exponential } from './retry-policy.js';
import { groupTiers, retryTopicDefinitions, tierTopics, type RetryingGroup } from './retry-topics.js';

const refused = (detail: RegExp): unknown =>
  expect.objectContaining({ code: 'SPW-5023', message: expect.stringMatching(detail) as unknown });

function group(options: Partial<RetryingGroup['topics'][string]> = {}, name = 'stock'): RetryingGroup {
  const retry = exponential({ initialMs: 1_000, factor: 10, maxMs: 60_000 });
  return { name, topics: { 'retail.orders': { ordering: 'key', retry, ...options } } };
}

const namesOf = (of: RetryingGroup): readonly string[] =>
  retryTopicDefinitions(of, 'retail.orders', 6).map(({ name }) => name);

describe('topics of a group that retries', () => {
  it('are its tiers by their delay, its holds and its dead letters, with the partitions of the source', () => {
    const definitions = retryTopicDefinitions(group({ whenDeadLettered: 'hold' }), 'retail.orders', 6);
    expect(definitions.map(({ name }) => name)).toEqual([
      'retail.orders.stock.retry.1s',
      'retail.orders.stock.retry.10s',
      'retail.orders.stock.retry.1m',
      'retail.orders.stock.holds',
      'retail.orders.stock.dlq',
    ]);
    expect(new Set(definitions.map(({ partitions }) => partitions))).toEqual(new Set([6]));
    expect(definitions[0]!.config).toMatchObject({
      'message.timestamp.type': 'LogAppendTime',
      'cleanup.policy': 'delete',
    });
    expect(definitions[3]!.config).toMatchObject({ 'cleanup.policy': 'compact', 'min.compaction.lag.ms': '604800000' });
    expect(definitions[4]!.config).toMatchObject({ 'retention.ms': '-1', 'max.message.bytes': '67108864' });
    expect(tierTopics(group(), 'retail.orders')[1]).toEqual({ name: 'retail.orders.stock.retry.10s', delayMs: 10_000 });
  });

  it('have no tiers where the group retries in place, but a topic by which dead letters come back', () => {
    const names = ['retail.orders.stock.redrive', 'retail.orders.stock.dlq'];
    expect(namesOf(group({ ordering: 'partition' }))).toEqual(names);
    expect(namesOf(group({ retry: undefined }))).toEqual(names);
    const [{ config } = {}] = retryTopicDefinitions(group({ retry: undefined }), 'retail.orders', 6);
    expect(config).toMatchObject({ 'message.timestamp.type': 'LogAppendTime', 'cleanup.policy': 'delete' });
  });

  it('are known by their names when the policy no longer names them', () => {
    const existing = ['1m', '10s', '2s', '1h', '60s', 'soon', ''].map((name) => `retail.orders.stock.retry.${name}`);
    const others = [
      'retail.orders',
      'retail.orders.stock.dlq',
      'retail.orders.stock2.retry.3s',
      'orders.stock.retry.3s',
    ];
    const drained = (of: RetryingGroup, names: readonly string[]) =>
      groupTiers(of, 'retail.orders', names).filter(({ use }) => use === 'drained');
    expect(drained(group(), [...existing, ...others])).toEqual([
      { name: 'retail.orders.stock.retry.2s', delayMs: 2_000, use: 'drained' },
      { name: 'retail.orders.stock.retry.1h', delayMs: 3_600_000, use: 'drained' },
    ]);
    expect(drained(group({ ordering: 'partition' }), existing)).toHaveLength(4);
  });

  it('are read in the order of their delays, the redrive topic only where it exists', () => {
    const redrive = 'retail.orders.stock.redrive';
    const usesOf = (of: RetryingGroup, names: readonly string[]) =>
      groupTiers(of, 'retail.orders', names).map(({ delayMs, use }) => [delayMs, use]);
    expect(usesOf(group({ retry: undefined }), [])).toEqual([]);
    expect(usesOf(group({ retry: undefined }), [redrive])).toEqual([[0, 'redrives']]);
    expect(usesOf(group(), [redrive])).toEqual([
      [0, 'drained'],
      [1_000, 'retries'],
      [10_000, 'retries'],
      [60_000, 'retries'],
    ]);
  });

  it('keep what waits longer than the delay and an outage', () => {
    const settings = { retentionMs: 100_000, outageMs: 40_000 };
    const define = (changes: object) => () =>
      retryTopicDefinitions(group(), 'retail.orders', 6, { ...settings, ...changes });
    const message = expect.stringMatching(
      /retry\.1m would lose .*retention\.ms=100000; it must exceed 100000/,
    ) as unknown;
    expect(define({})).toThrow(expect.objectContaining({ code: 'SPW-5024', message }));
    expect(define({ retentionMs: 100_001 })).not.toThrow();
    expect(define({ retentionMs: -1, outageMs: 1e12 })).not.toThrow();
  });

  it('are refused when there is no order to hold, or no such name in Kafka', () => {
    expect(() => namesOf(group({ ordering: 'none', whenDeadLettered: 'hold' }))).toThrow(refused(/keeps no order/));
    expect(() => namesOf(group({}, 'my stock'))).toThrow(refused(/no name/));
    expect(() => namesOf(group({}, 'x'.repeat(240)))).toThrow(refused(/no name/));
  });
});
