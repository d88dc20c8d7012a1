import { describe, expect, it } from '@jest/globals';
import { AssignedPartition } from './assigned-partition.js';

const at = { topic: 't', partition: 0 };
const start = { position: 5, endOffset: 9, needsCommit: false, topicId: 'life', firstPartitions: 4 };

describe('what a partition has to commit', () => {
  it('tells its life, and keeps epoch and fences of the owner before until the new one puts up its own', () => {
    const assigned = new AssignedPartition(at, { ...start, metadata: 'r3:life;4;7;7.2;' });
    expect(assigned.uncommitted()).toEqual({ ...at, offset: 5n, metadata: 'r3:life;4;7;7.2;' });
    assigned.markDone(7, 7);
    expect(assigned.uncommitted()?.metadata).toBe('r3:life;4;7;7.2;2.0');
  });

  it('is what was stored while it stands at a gap, again when somebody wrote over it', () => {
    const incident = { ...at, kind: 'trimmed', lost: [[5, 6]], resumeOffset: 7, detail: '' } as const;
    const assigned = new AssignedPartition(at, { ...start, metadata: 'r2:1;;', incident });
    expect(assigned.uncommitted()).toBeUndefined();
    assigned.forgetCommit();
    expect(assigned.uncommitted()).toEqual({ ...at, offset: 5n, metadata: 'r2:1;;' });
  });

  it('is nothing any more once an operator said how it goes on: that is stored, and not to be written over', () => {
    const assigned = new AssignedPartition(at, start);
    assigned.isAnswered = true;
    assigned.forgetCommit();
    expect(assigned.uncommitted()).toBeUndefined();
  });
});

describe('when the first record that is not done was written', () => {
  const batch = (baseOffset: number, ...timestampsMs: readonly number[]) => ({
    ...at,
    baseOffset,
    records: timestampsMs.map((timestampMs, index) => ({
      ...at,
      offset: baseOffset + index,
      timestampMs,
      key: null,
      value: null,
      headers: {},
    })),
    nextOffset: baseOffset + timestampsMs.length,
    highWatermark: 9,
    sizeBytes: 1,
  });

  it('is known of what was fetched, also after a rewind', () => {
    const assigned = new AssignedPartition(at, start);
    expect(assigned.oldestUndoneMs()).toBeUndefined();
    assigned.accept(batch(5, 10_000, 20_000, 30_000));
    expect(assigned.oldestUndoneMs()).toBe(10_000);
    assigned.markDone(5, 5);
    assigned.rewindTo(6);
    expect(assigned.oldestUndoneMs()).toBeUndefined();
    // The log was compacted meanwhile.
    assigned.accept({ ...batch(6, 40_000), nextOffset: 8 });
    expect(assigned.oldestUndoneMs()).toBe(40_000);
    assigned.markDone(6, 7);
    expect(assigned.oldestUndoneMs()).toBeUndefined();
  });
});
