import { expect, it } from '@jest/globals';
import { storedRecord } from '../../spec-support/journey-records.js';
import { gatherEvents } from './gather-events.js';

it.each(['payments.retry.1s', 'payments.dlq', 'payments.holds', 'inventory.redrive'])(
  'a record of a topic of a group is a copy of its event: %s',
  (name) => {
    const copy = storedRecord({ topic: `retail.orders.${name}`, offset: 70n });
    expect(gatherEvents([storedRecord(), copy])).toEqual([{ record: storedRecord(), repeats: [], copies: [copy] }]);
  },
);
