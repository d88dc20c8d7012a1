import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { OutcomeWindow } from './outcome-window.js';

describe('OutcomeWindow', () => {
  it('counts the last outcomes and no others', () => {
    const outcome = fc.oneof({ weight: 30, arbitrary: fc.boolean() }, { weight: 1, arbitrary: fc.constant('clear') });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(outcome, { maxLength: 100 }), (capacity, outcomes) => {
        const window = new OutcomeWindow(capacity);
        let model: boolean[] = [];
        for (const next of outcomes) {
          if (typeof next === 'string') window.clear();
          else window.add(next);
          model = typeof next === 'string' ? [] : [...model, next].slice(-capacity);
          expect([window.size, window.bad]).toEqual([model.length, model.filter(Boolean).length]);
        }
      }),
    );
  });
});
