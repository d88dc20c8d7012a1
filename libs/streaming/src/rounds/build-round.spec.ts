import { describe, expect, it } from '@jest/globals';
import { batchOf } from '@spillway/testing';
import * as fc from 'fast-check';
import { buildRound } from './build-round.js';
import { PartitionQueue } from '../assignment/partition-queue.js';

const limits = { maxRoundRecords: 10, maxRoundBytes: 1_000_000 };

function queueOf(partition: number, ...counts: number[]): PartitionQueue {
  const queue = new PartitionQueue({ topic: 'shop.sales', partition });
  let baseOffset = 0;
  for (const count of counts) {
    queue.add(
      batchOf(
        Array.from({ length: count }, () => ({})),
        { partition, baseOffset },
      ),
    );
    baseOffset += count;
  }
  return queue;
}

describe('buildRound', () => {
  it('gives every waiting partition an equal share', () => {
    const round = buildRound([queueOf(0, 100), queueOf(1, 100)], limits, 0);
    expect(round.map((batch) => batch.records.length)).toEqual([5, 5]);
  });

  it('gives what one partition leaves to the others', () => {
    const round = buildRound([queueOf(0, 1), queueOf(1, 100)], limits, 0);
    expect(round.map((batch) => batch.records.length)).toEqual([1, 9]);
  });

  it('begins with another partition each time', () => {
    const tight = { ...limits, maxRoundRecords: 1 };
    const queues = [queueOf(0, 5), queueOf(1, 5)];
    const firsts = [0, 1, 2].map((turn) => buildRound(queues, tight, turn)[0]?.partition);
    expect(firsts).toEqual([0, 1, 0]);
  });

  it('takes a record larger than the limit by itself', () => {
    const queue = new PartitionQueue({ topic: 'shop.sales', partition: 0 });
    queue.add({ ...batchOf([{}, {}]), sizeBytes: 50_000_000 });
    expect(buildRound([queue], limits, 0)[0]?.records).toHaveLength(1);
  });

  it('hands over a batch of holes alone, so that they become done', () => {
    const queue = new PartitionQueue({ topic: 'shop.sales', partition: 0 });
    queue.add({ ...batchOf([], { baseOffset: 4 }), nextOffset: 9 });
    expect(buildRound([queue], limits, 0)[0]).toMatchObject({ baseOffset: 4, nextOffset: 9 });
  });

  it('takes everything in the end, in log order, each round going on where the last one ended', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 15 }),
        (counts, maxRoundRecords) => {
          const queues = counts.map((sizes, partition) => queueOf(partition, ...sizes));
          const positions = counts.map(() => 0);
          for (let turn = 0; queues.some((queue) => !queue.isEmpty); turn++) {
            const round = buildRound(queues, { ...limits, maxRoundRecords }, turn);
            expect(round.length).toBeGreaterThan(0);
            for (const batch of round) {
              expect(batch.baseOffset).toBe(positions[batch.partition]);
              const offsets = batch.records.map((record) => record.offset);
              expect(offsets).toEqual(offsets.map((_, index) => batch.baseOffset + index));
              positions[batch.partition] = batch.nextOffset;
            }
          }
          expect(positions).toEqual(counts.map((sizes) => sizes.reduce((sum, size) => sum + size, 0)));
          expect(queues.every((queue) => queue.sizeBytes === 0 && queue.recordCount === 0)).toBe(true);
        },
      ),
    );
  });
});
