import { describe, expect, it } from '@jest/globals';
import { toPartitionBatch, type FetchedBatch } from './to-partition-batch.js';

/** What kafkajs gives for one record; its types do not say that a header may be null. */
const fetched = (headers: object): FetchedBatch => ({
  topic: 't',
  partition: 0,
  fetchedOffset: '7',
  highWatermark: '8',
  messages: [{ key: null, value: Buffer.from('x'), headers, offset: '7', timestamp: '5' }] as never,
  lastOffset: () => '7',
});

describe('toPartitionBatch', () => {
  it.each([
    ['one header', { a: null }, { a: Buffer.alloc(0) }],
    ['one of several of a name', { a: [Buffer.from('1'), null] }, { a: [Buffer.from('1'), Buffer.alloc(0)] }],
  ])('makes a null value of %s an empty one, which can be written again', (_, headers, read) => {
    expect(toPartitionBatch(fetched(headers)).records[0]?.headers).toEqual(read);
  });

  it('keeps the headers object of a record without null values', () => {
    const headers = { a: Buffer.from('1') };
    expect(toPartitionBatch(fetched(headers)).records[0]?.headers).toBe(headers);
  });
});
