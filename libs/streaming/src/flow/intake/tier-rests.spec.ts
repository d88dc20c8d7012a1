import { describe, expect, it } from '@jest/globals';
import type { LogRecord, PartitionBatch } from '../../ports/record.js';
import { AssignedPartition } from '../../assignment/assigned-partition.js';
import { FlowStream } from './flow-stream.js';
import { TierRests } from './tier-rests.js';

const at = { topic: 'orders.retry', partition: 0 };
const delayMs = 10_000;
/** Two fetches of 150 ms, and what they take besides. */
const aheadMs = 500;

function record(offset: number, timestampMs: number): LogRecord {
  return { ...at, offset, timestampMs, key: null, value: null, headers: {} };
}

function batchOf(...records: readonly LogRecord[]): PartitionBatch {
  const nextOffset = records.at(-1)!.offset + 1;
  return { ...at, baseOffset: records[0]!.offset, records, nextOffset, highWatermark: nextOffset, sizeBytes: 0 };
}

/** A tier with these records queued, and what was asked of its member. */
function tierOf(...batches: readonly PartitionBatch[]) {
  const assigned = new AssignedPartition(at, { position: 0, endOffset: 0, needsCommit: false });
  for (const batch of batches) assigned.accept(batch);
  const asked: string[] = [];
  const rests = new TierRests({
    pause: () => void asked.push('pause'),
    resume: () => void asked.push('resume'),
    fetchWaitMs: () => 150,
  });
  return { assigned, rests, asked, stream: new FlowStream(assigned, 1, delayMs, () => 1_000) };
}

describe('the rest of a tier', () => {
  it('lasts until two fetches before the last record queued is due', () => {
    const { rests, asked, stream } = tierOf(batchOf(record(0, 1_000)), batchOf(record(1, 2_000)));
    stream.peek();
    expect(rests.heed(stream, 3_000)).toBe(2_000 + delayMs - aheadMs - 3_000);
    expect(rests.heed(stream, 2_000 + delayMs - aheadMs - 1)).toBe(1);
    expect(asked).toEqual(['pause']);
    expect(rests.heed(stream, 2_000 + delayMs - aheadMs)).toBeUndefined();
    expect(asked).toEqual(['pause', 'resume']);
  });

  it('goes on with what was fetched meanwhile', () => {
    const { assigned, rests, stream } = tierOf(batchOf(record(0, 1_000)));
    expect(rests.heed(stream, 10_600)).toBeUndefined();
    assigned.accept(batchOf(record(1, 10_550)));
    expect(rests.heed(stream, 10_600)).toBe(delayMs - aheadMs - 50);
  });

  it('is none while nothing is queued', () => {
    const { rests, asked, stream } = tierOf();
    expect(rests.heed(stream, 3_000)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('sees the records of the batch that is being taken', () => {
    const { rests, stream } = tierOf(batchOf(record(0, 1_000), record(1, 2_000)));
    stream.peek();
    stream.advance();
    expect(rests.heed(stream, 3_000)).toBe(2_000 + delayMs - aheadMs - 3_000);
  });

  it('begins anew when somebody else has said what is fetched', () => {
    const { rests, asked, stream } = tierOf(batchOf(record(0, 1_000)));
    rests.heed(stream, 3_000);
    rests.clear();
    rests.heed(stream, 3_001);
    expect(asked).toEqual(['pause', 'pause']);
  });
});
