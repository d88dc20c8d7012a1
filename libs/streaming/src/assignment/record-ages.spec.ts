import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { LogRecord, PartitionBatch } from '../ports/record.js';
import { RecordAges } from './record-ages.js';

function batch(baseOffset: number, ...timestampsMs: readonly number[]): PartitionBatch {
  const records = timestampsMs.map((timestampMs, index): LogRecord => ({
    topic: 't',
    partition: 0,
    offset: baseOffset + index,
    timestampMs,
    key: null,
    value: null,
    headers: {},
  }));
  const nextOffset = baseOffset + records.length;
  return { topic: 't', partition: 0, baseOffset, records, nextOffset, highWatermark: nextOffset, sizeBytes: 1 };
}

describe('the age of what is not done', () => {
  it('is that of the first record that is not done', () => {
    const ages = new RecordAges();
    ages.add(batch(10, 1_000, 61_000, 121_000));
    ages.add(batch(13, 181_000));
    expect([10, 11, 12, 13].map((watermark) => ages.oldestMs(watermark))).toEqual([1_000, 61_000, 121_000, 181_000]);
  });

  it('is that of the second record after a rewind to it', () => {
    const ages = new RecordAges();
    ages.add(batch(10, 1_000, 61_000));
    ages.cut(11);
    ages.add(batch(11, 90_000));
    expect(ages.oldestMs(10)).toBe(1_000);
    expect(ages.oldestMs(11)).toBe(90_000);
  });

  it('is unknown when nothing was fetched, or holes alone', () => {
    const ages = new RecordAges();
    ages.add(batch(10));
    expect(ages.oldestMs(10)).toBeUndefined();
  });

  it('differs from the record’s by less than a second, whatever the timestamps', () => {
    const timestamps = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(timestamps, { minLength: 1, maxLength: 5 }), (batches) => {
        const ages = new RecordAges();
        const all = batches.flat();
        let offset = 0;
        for (const each of batches) {
          ages.add(batch(offset, ...each));
          offset += each.length;
        }
        for (const [watermark, timestampMs] of all.entries())
          expect(Math.abs(ages.oldestMs(watermark)! - timestampMs)).toBeLessThan(1_000);
      }),
    );
  });
});
