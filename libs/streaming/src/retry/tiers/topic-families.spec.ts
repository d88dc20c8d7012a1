import { describe, expect, it } from '@jest/globals';
import { topicFamilies } from './topic-families.js';

const families = (...topics: readonly string[]) => Object.fromEntries(topicFamilies('stock', topics));

describe('the families of topics', () => {
  it('are a source with the tiers and holds of its group, in whatever order they are named', () => {
    const family = [
      'sales.stock.holds',
      'sales',
      'sales.stock.retry.10s',
      'sales.stock.retry.90m',
      'sales.stock.redrive',
    ];
    expect(families(...family, 'returns', 'returns.stock.retry.10s')).toEqual({
      sales: family,
      returns: ['returns', 'returns.stock.retry.10s'],
    });
  });

  it('leave what only looks alike alone', () => {
    const others = ['sales.other.retry.10s', 'sales.stock.retry.60s', 'sales.stock.retry.', 'sales.stock.dlq'];
    expect(families('sales', ...others)).toEqual(
      Object.fromEntries(['sales', ...others].map((each) => [each, [each]])),
    );
  });

  it('know no source that is not read', () => {
    expect(families('sales.stock.retry.10s')).toEqual({ 'sales.stock.retry.10s': ['sales.stock.retry.10s'] });
  });

  it('take in the tiers of a tier that is read as a source', () => {
    const nested = ['a', 'a.stock.retry.1s', 'a.stock.retry.1s.stock.retry.2s'];
    expect(families(...nested.toReversed())).toEqual({ a: nested.toReversed() });
  });

  it('find a source whose name holds the mark of a tier', () => {
    const topics = ['a.stock.retry.x', 'a.stock.retry.x.stock.retry.2s'];
    expect(families(...topics)).toEqual({ 'a.stock.retry.x': topics });
  });
});
