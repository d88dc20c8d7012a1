import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { defineGroup, type GroupTopicOptions } from '../group/group-definition.js';
import type { LogRecord } from '../ports/record.js';
import type { HandlerBinding } from './handler-binding.js';
import { planStages } from './plan-stages.js';
import type { DeliverItem } from './work-item.js';

const bindings = ['a', 'b', 'c'].map((name): HandlerBinding => ({ name, definitions: [], handleBatch: () => {} }));

function itemOf(offset: number, key: string | null, binding: number): DeliverItem {
  const record = { topic: 't', partition: 0, offset } as LogRecord;
  const delivery = { key } as DeliverItem['delivery'];
  return { type: 'deliver', record, delivery, binding: bindings[binding]! };
}

const groupOf = (ordering: GroupTopicOptions['ordering']) =>
  defineGroup('g', { startFrom: 'beginning', topics: { t: { ordering } } });
const offsetsOf = (stages: ReturnType<typeof planStages>) =>
  stages.map((stage) => `${stage.binding.name}:${stage.items.map((item) => item.record.offset).join()}`);

describe('planStages', () => {
  const mixed = [itemOf(0, 'x', 0), itemOf(1, 'y', 1), itemOf(2, 'y', 0), itemOf(3, 'x', 0), itemOf(4, 'z', 1)];

  it('calls each handler once when no order is wanted', () => {
    expect(offsetsOf(planStages(mixed, groupOf('none')))).toEqual(['a:0,2,3', 'b:1,4']);
  });

  it('calls a handler again only where the order of a key needs it', () => {
    expect(offsetsOf(planStages(mixed, groupOf('key')))).toEqual(['a:0,3', 'b:1,4', 'a:2']);
  });

  it('keeps the order of the whole partition when that is wanted', () => {
    expect(offsetsOf(planStages(mixed, groupOf('partition')))).toEqual(['a:0', 'b:1', 'a:2,3', 'b:4']);
  });

  it('loses nothing and never turns the order within a key around', () => {
    const item = fc.tuple(fc.constantFrom('x', 'y', 'z', null), fc.nat(2));
    fc.assert(
      fc.property(fc.array(item, { maxLength: 60 }), (plan) => {
        const items = plan.map(([key, binding], offset) => itemOf(offset, key, binding));
        const handled = planStages(items, groupOf('key')).flatMap((stage) => stage.items);
        expect(handled.map((one) => one.record.offset).toSorted((a, b) => a - b)).toEqual(
          plan.map((_, index) => index),
        );
        for (const key of ['x', 'y', 'z']) {
          const offsets = handled.filter((one) => one.delivery.key === key).map((one) => one.record.offset);
          expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
        }
      }),
    );
  });
});
