import { describe, expect, it } from '@jest/globals';
import { orderConflicts } from './order-conflicts.js';

/** `<contract>: <apps first> | <apps then>` */
const conflicts = (...orders: readonly string[]) => {
  const contracts = orders.map((text) => {
    const [contract, first, then] = text.split(/[:|]/).map((part) => part.trim());
    const steps = [
      { role: 'consumers', apps: appsIn(first) },
      { role: 'producers', apps: appsIn(then) },
    ] as const;
    return { contract: contract!, steps: then === undefined ? [] : steps };
  });
  return Object.fromEntries(orderConflicts(contracts));
};
const appsIn = (text = ''): readonly string[] => text.split(' ').filter((app) => app !== '');

describe('orders of several contracts', () => {
  it('are kept together where they ask the same, or nothing, or know not whom', () => {
    expect(conflicts('a: stock | shop', 'b: stock reports | shop', 'c: any', 'd: shop | ')).toEqual({});
  });

  it('contradict each other where one app would come before another and after it', () => {
    expect(conflicts('a: stock | shop', 'b: shop | stock', 'c: reports | shop')).toEqual({ a: ['b'], b: ['a'] });
  });

  it('contradict each other by way of a third', () => {
    const all = conflicts('a: stock | shop', 'b: shop | bills', 'c: bills | stock');
    expect(all).toEqual({ a: ['b', 'c'], b: ['a', 'c'], c: ['a', 'b'] });
  });

  it('names only those of the same circle', () => {
    const all = conflicts('a: stock | shop', 'b: shop | stock', 'c: x | y', 'd: y | x', 'e: stock | x');
    expect(all).toEqual({ a: ['b'], b: ['a'], c: ['d'], d: ['c'] });
  });

  it('leave an app aside that is deployed twice: it takes the others when it suits', () => {
    expect(conflicts('a: stock shop | shop', 'b: shop | stock')).toEqual({});
    expect(conflicts('a: stock shop | stock shop')).toEqual({});
  });
});
