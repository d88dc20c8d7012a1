import { describe, expect, it } from '@jest/globals';
import { defineGroup, logManifest } from '@spillway/streaming';
import { group, manifest, topic, type } from '../../spec-support/sold-contract.js';
import { readingsOf } from './event-readings.js';

describe('groups that read an event', () => {
  it('are said to hold keys where a dead letter holds its own', () => {
    const holding = (name: string, whenDeadLettered: 'hold' | 'free') =>
      defineGroup(name, { startFrom: 'beginning', topics: { [topic]: { ordering: 'key', whenDeadLettered } } });
    const log = logManifest('warehouse', {}, [holding('stock', 'hold'), holding('bills', 'free')]);
    const app = { ...manifest('warehouse', [group('stock'), group('bills')]), log };
    const found = readingsOf([app, manifest('older', [group('ledger')])], { type, aliases: [], topic });
    expect(found.map((each) => [each.group, each.holdsKeys])).toEqual([
      ['stock', true],
      ['bills', false],
      ['ledger', false],
    ]);
  });
});
