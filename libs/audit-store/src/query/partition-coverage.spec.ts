import { describe, expect, it } from '@jest/globals';
import { loggedPartition } from '../spec-support/audit-records.js';
import { partitionCoverage, type ManifestedBlocks, type StoredPositions } from './partition-coverage.js';

const log = loggedPartition({ beginOffset: 0n, endOffset: 100n, committedOffset: 90n });

function storedTo(maxOffset: number): StoredPositions {
  const records = maxOffset + 1;
  return { records, positions: records, minOffset: 0, maxOffset, lastTimestampMs: 0, holes: [] };
}

function manifestTo(maxLast: number): ManifestedBlocks {
  return { minFirst: 0, maxLast, sparse: [] };
}

describe('coverage of a partition of which a part was stored once', () => {
  it('has a gap where the rows at its end are gone with their manifest', () => {
    const coverage = partitionCoverage(log, storedTo(59), manifestTo(59));
    expect(coverage).toMatchObject({ gaps: [{ first: 60n, last: 89n }], missingRecords: 30 });
    expect(coverage).toMatchObject({ completeUpTo: { nextOffset: 60n }, storedUpTo: 60n, resumeOffset: 60n });
  });

  it('has a gap where nothing at all is left', () => {
    expect(partitionCoverage(log, undefined, undefined)).toMatchObject({ missingRecords: 90, resumeOffset: 0n });
  });

  it('has none where all of it is there, and what lies behind is on its way', () => {
    expect(partitionCoverage(log, storedTo(89), manifestTo(89))).toMatchObject({ gaps: [], storedUpTo: 90n });
    expect(partitionCoverage(log, storedTo(89), manifestTo(94))).toMatchObject({ missingRecords: 5 });
  });

  it('has none where its end never held a record, or retention has dropped it', () => {
    const sparse = { minFirst: 0, maxLast: 89, sparse: [{ first: 50, last: 89, count: 10 }] };
    const coverage = partitionCoverage(log, storedTo(59), sparse);
    expect(coverage).toMatchObject({ gaps: [], empty: [{ first: 60n, last: 89n }] });
    const dropped = [{ first: 0, last: 89 }];
    expect(partitionCoverage(log, undefined, undefined, { dropped })).toMatchObject({ gaps: [], empty: [] });
    const refusals = [{ first: 70, last: 70 }];
    expect(
      partitionCoverage(log, storedTo(59), { ...sparse, sparse: [{ first: 50, last: 89, count: 10 }] }, { refusals }),
    ).toMatchObject({
      refusedRecords: 1,
      empty: [
        { first: 60n, last: 69n },
        { first: 71n, last: 89n },
      ],
    });
  });

  it('is asked for some of its offsets only', () => {
    const stored = { ...storedTo(79), records: 60, positions: 60, holes: [{ first: 10, last: 29 }] };
    const blocks = { ...manifestTo(79), sparse: [{ first: 20, last: 29, count: 0 }] };
    const asked = (begin: bigint, end: bigint) =>
      partitionCoverage({ ...log, within: { beginOffset: begin, endOffset: end } }, stored, blocks);
    expect(asked(0n, 100n)).toMatchObject({ beginOffset: 0n, endOffset: 100n, storedRecords: 60, missingRecords: 20 });
    expect(asked(15n, 25n)).toMatchObject({
      beginOffset: 15n,
      endOffset: 25n,
      storedRecords: 0,
      gaps: [{ first: 15n, last: 19n }],
      missingRecords: 5,
      empty: [{ first: 20n, last: 24n }],
      completeUpTo: { nextOffset: 15n },
    });
    expect(asked(30n, 40n)).toMatchObject({ storedRecords: 10, gaps: [], storedUpTo: 40n });
    expect(asked(85n, 95n)).toMatchObject({ storedRecords: 0, missingRecords: 5, storedUpTo: 90n });
    expect(asked(95n, 95n)).toMatchObject({ storedRecords: 0, missingRecords: 0, storedUpTo: 95n });
  });

  it('counts no offset that the log does not have: the topic was made again', () => {
    const again = { ...log, endOffset: 20n };
    expect(partitionCoverage(again, undefined, undefined)).toMatchObject({ gaps: [{ first: 0n, last: 19n }] });
  });
});
