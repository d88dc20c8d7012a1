import { describe, expect, it } from '@jest/globals';
import { batchOf, shopTopic } from '@spillway/testing';
import { PartitionQueue } from './partition-queue.js';

describe('PartitionQueue', () => {
  it('counts what records take beside their bytes, so that many small ones are bounded too', () => {
    const queue = new PartitionQueue({ topic: shopTopic, partition: 0 });
    const records = Array.from({ length: 1_000 }, () => ({ value: Buffer.from('x') }));
    queue.add(batchOf(records));
    expect(queue.sizeBytes).toBeGreaterThan(200_000);
    queue.take(1_000, Number.MAX_SAFE_INTEGER);
    expect(queue.sizeBytes).toBe(0);
  });
});
