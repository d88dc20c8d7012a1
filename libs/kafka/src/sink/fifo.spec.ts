import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/property-runs.js';
import { Fifo } from './fifo.js';

interface Item {
  readonly number: number;
}

describe('a queue', () => {
  const runs = propertyRuns('fifo', 100, 200);
  // Long stretches of one kind, so that emptied places are given back on the way.
  const stretches = fc.array(fc.tuple(fc.constantFrom('push', 'shift', 'putBack'), fc.nat({ max: 3_000 })), {
    maxLength: 8,
  });

  it(
    'is what an array is, whatever comes, leaves and is put back',
    () => {
      fc.assert(
        fc.property(stretches, (given) => {
          const [queue, array] = [new Fifo<Item>(), [] as Item[]];
          let count = 0;
          const next = (): Item => ({ number: count++ });
          const steps = {
            push: () => {
              const item = next();
              queue.push(item);
              array.push(item);
            },
            shift: () => queue.shift() === array.shift(),
            putBack: () => {
              const items = [next(), next()];
              queue.putBack(items);
              array.unshift(...items);
            },
          };
          for (const step of given.flatMap(([each, times]) => Array.from({ length: times }, () => each))) {
            const isSame = steps[step as keyof typeof steps]() !== false;
            if (!isSame || queue.first !== array[0] || queue.length !== array.length) return false;
          }
          return true;
        }),
        runs.options,
      );
    },
    runs.timeoutMs,
  );

  // An array's `shift` takes seconds for so many.
  it('lets two hundred thousand leave in a moment', () => {
    const queue = new Fifo<Item>();
    const item = { number: 0 };
    for (let count = 0; count < 200_000; count++) queue.push(item);
    const beganMs = performance.now();
    while (queue.length > 0) queue.shift();
    expect(performance.now() - beganMs).toBeLessThan(500);
  });
});
