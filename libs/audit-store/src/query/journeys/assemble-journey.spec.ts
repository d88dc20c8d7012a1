import { describe, expect, it } from '@jest/globals';
import { baseMs } from '../../spec-support/audit-records.js';
import { storedDelivery, storedRecord } from '../../spec-support/journey-records.js';
import { assembleJourney } from './assemble-journey.js';

const range = { isRange: true, endedFromMs: baseMs + 40 };

describe('a journey', () => {
  it('times a delivery that ended at once: queue, processing, end to end', () => {
    const { events, groups, startedAtMs, endedAtMs } = assembleJourney(
      [storedRecord()],
      [storedDelivery(250, { attempt: 1, durationUs: 50_000, outcome: 'dead_lettered' })],
    );
    const times = { queueMs: 200, processingMs: 50, endToEndMs: 250, isExact: true };
    expect(events[0]!.legs).toMatchObject([{ groupId: 'payments', attempts: 1, retries: 0, deadLetters: 1, ...times }]);
    expect(groups).toEqual([{ groupId: 'payments', events: 1, attempts: 1, retries: 0, deadLetters: 1, ...times }]);
    expect([startedAtMs, endedAtMs]).toEqual([baseMs, baseMs + 250]);
  });

  it('times a delivery through its retries', () => {
    const { events } = assembleJourney(
      [
        storedRecord(),
        storedRecord({ topic: 'retail.orders.payments.retry.1s', offset: 70n, timestampMs: baseMs + 110 }),
      ],
      [
        storedDelivery(110, { outcome: 'retried', durationUs: 10_000 }),
        storedDelivery(1_130, {
          outcome: 'retried',
          durationUs: 20_000,
          attempt: 2,
          topic: 'retail.orders.payments.retry.1s',
        }),
        storedDelivery(2_140, { outcome: 'completed', durationUs: 5_000, attempt: 3 }),
      ],
    );
    expect(events).toHaveLength(1);
    expect(events[0]!.copies).toHaveLength(1);
    expect(events[0]!.legs).toMatchObject([
      {
        outcome: 'completed',
        attempts: 3,
        retries: 2,
        queueMs: 100,
        processingMs: 35,
        endToEndMs: 2_140,
        isExact: true,
      },
    ]);
  });

  it('has no end while an event is parked, held or suspended', () => {
    for (const outcome of ['retried', 'held', 'suspended'] as const) {
      const { events, groups } = assembleJourney([storedRecord()], [storedDelivery(9, { outcome })]);
      expect(events[0]!.legs[0]).toMatchObject({ outcome, endToEndMs: null });
      expect(groups[0]).toMatchObject({ endToEndMs: null });
    }
  });

  it('ends as told by whoever did not skip it, if anybody tells', () => {
    const skipped = storedDelivery(90, { outcome: 'skipped', attempt: 0, isRange: true });
    const endOf = (...deliveries: Parameters<typeof assembleJourney>[1]) =>
      assembleJourney([storedRecord()], deliveries).events[0]!.legs[0]!.outcome;
    expect(endOf(storedDelivery(40, { outcome: 'completed' }), skipped)).toBe('completed');
    expect(endOf(skipped)).toBe('skipped');
  });

  it('says that what it knows of a range only is not exact', () => {
    const { events } = assembleJourney([storedRecord()], [storedDelivery(90, { ...range, durationUs: 4_000 })]);
    expect(events[0]!.legs).toMatchObject([{ isExact: false, queueMs: 86, processingMs: 4, endToEndMs: 90 }]);
  });

  it('keeps groups apart and adds up what each did', () => {
    const second = storedRecord({ eventId: 'f', offset: 5n, timestampMs: baseMs + 1_000 });
    const at5 = { topic: 'retail.orders', topicId: null, partition: 0, offset: 5n, lastOffset: 5n };
    const { groups } = assembleJourney(
      [storedRecord(), second],
      [
        storedDelivery(10, { groupId: 'stock', durationUs: 1_000 }),
        storedDelivery(20, { durationUs: 2_000 }),
        storedDelivery(1_040, { origin: at5, durationUs: 3_000, outcome: 'dead_lettered' }),
      ],
    );
    expect(groups).toMatchObject([
      {
        groupId: 'payments',
        events: 2,
        attempts: 2,
        deadLetters: 1,
        queueMs: 18 + 37,
        processingMs: 5,
        endToEndMs: 1_040,
      },
      { groupId: 'stock', events: 1, endToEndMs: 10 },
    ]);
  });

  it('takes records of one event together, and those without an id for themselves', () => {
    const { events } = assembleJourney(
      [
        storedRecord(),
        storedRecord({ source: '/other', offset: 1n }),
        storedRecord({ offset: 2n }),
        storedRecord({ topic: 'retail.orders.payments.dlq' }),
        storedRecord({ eventId: null, offset: 3n }),
        storedRecord({ eventId: null, offset: 4n }),
        storedRecord({ eventId: 'orphan', topic: 'retail.orders.payments.dlq', offset: 9n }),
      ],
      [],
    );
    expect(events.map(({ record, repeats, copies }) => [Number(record.offset), repeats.length, copies.length])).toEqual(
      [
        [0, 1, 1],
        [1, 0, 0],
        [3, 0, 0],
        [4, 0, 0],
        [9, 0, 0],
      ],
    );
  });
});
