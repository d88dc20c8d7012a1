import { describe, expect, it } from '@jest/globals';
import type { RetryState } from '../copies/retry-state.js';
import { routedRecord } from './routed-record.js';

const origin = { topic: 'orders', partition: 0, offset: 3, timestampMs: 30, topicId: 'A' };
const state: RetryState = { origin, group: 'stock', attempt: 1, held: false, epoch: 4, hops: 0 };
const record = { key: Buffer.from([0, 255]), offset: 9, timestampMs: 90 };

describe('routedRecord', () => {
  it('keeps the order that was asked for', () => {
    const scope = (key: Buffer | null, ordering: 'none' | 'key' | 'partition'): unknown =>
      routedRecord({ ...record, key }, undefined, { ordering }).scope;
    expect([scope(record.key, 'key'), scope(Buffer.alloc(0), 'key'), scope(null, 'key')]).toEqual([
      '\0ÿ',
      '',
      undefined,
    ]);
    expect([scope(record.key, 'none'), scope(null, 'partition'), scope(record.key, 'partition')]).toEqual([
      undefined,
      '',
      '',
    ]);
  });

  it('knows a copy by where it first lay, in this life of the topic, unless it was redriven', () => {
    const ordering = 'key';
    expect(routedRecord(record, undefined, { ordering })).toMatchObject({
      origin: 9,
      originAtMs: 90,
      epoch: undefined,
    });
    expect(routedRecord(record, state, { ordering })).toMatchObject({ origin: 3, originAtMs: 30, epoch: 4 });
    expect(routedRecord(record, state, { ordering, topicId: 'A' })).toMatchObject({ origin: 3 });
    expect(routedRecord(record, state, { ordering, topicId: 'B' }).origin).toBeUndefined();
    expect(routedRecord(record, { ...state, redriveJob: 'j' }, { ordering }).origin).toBeUndefined();
  });

  it('tells a dead letter on its way back from its later copies', () => {
    const isSentBack = (change: Partial<RetryState>): unknown =>
      routedRecord(record, { ...state, ...change }, { ordering: 'key' }).isSentBack;
    const back = { redriveJob: 'j', attempt: 0, held: false };
    expect([back, { ...back, attempt: 1 }, { ...back, held: true }, { attempt: 0 }].map(isSentBack)).toEqual([
      true,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('tells of which event a letter is that a release has sent back, one of an earlier life before all others', () => {
    const letterOf = (change: Partial<RetryState>, topicId?: string): unknown =>
      routedRecord(
        record,
        { ...state, attempt: 0, held: false, redriveJob: 'j', ...change },
        { ordering: 'key', topicId },
      ).letterOf;
    expect([letterOf({}), letterOf({}, 'A'), letterOf({}, 'B')]).toEqual([3, 3, -1]);
    expect([letterOf({ epoch: undefined }), letterOf({ attempt: 1 })]).toEqual([undefined, undefined]);
  });
});
