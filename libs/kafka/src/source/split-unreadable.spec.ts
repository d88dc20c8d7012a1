import { describe, expect, it } from '@jest/globals';
import { bareContext } from '../records/batch-header.js';
import { UnreadableMessage } from '../records/unreadable-message.js';
import { splitUnreadable } from './split-unreadable.js';
import type { FetchedBatch } from './to-partition-batch.js';

const batch = { firstOffset: 7, lastOffset: 9, problem: 'corrupt', detail: 'd' } as const;
const mark = new UnreadableMessage(batch, bareContext(7, 2));

const fetched = (fetchedOffset: string, messages: readonly object[]): FetchedBatch => ({
  topic: 't',
  partition: 0,
  fetchedOffset,
  highWatermark: '20',
  messages: messages as never,
  lastOffset: () => '9',
});

describe('splitUnreadable', () => {
  it('leaves a batch alone that can be read', () => {
    const whole = fetched('5', [{ offset: '5' }]);
    expect(splitUnreadable(whole)).toEqual({ readable: whole, unreadable: undefined });
  });

  it('hands on what lies before, up to the offset before what cannot be read', () => {
    const { readable, unreadable } = splitUnreadable(fetched('5', [{ offset: '5' }, mark]));
    expect(readable?.messages).toEqual([{ offset: '5' }]);
    expect(readable?.lastOffset()).toBe('6');
    expect(unreadable).toBe(batch);
  });

  it('hands on the hole before it, so that the position is at it', () => {
    expect(splitUnreadable(fetched('5', [mark])).readable).toMatchObject({ messages: [], fetchedOffset: '5' });
  });

  it.each(['7', '8'])('hands on nothing when reading began at or in it: %s', (fetchedOffset) => {
    expect(splitUnreadable(fetched(fetchedOffset, [mark]))).toEqual({ readable: undefined, unreadable: batch });
  });
});
