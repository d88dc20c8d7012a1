import { describe, expect, it } from '@jest/globals';
import { loggedPartition } from '../spec-support/audit-records.js';
import { partitionBounds } from './partition-bounds.js';
import { partitionCoverage, type PartitionFacts } from './partition-coverage.js';
import type { StoredPositions } from './stored-positions.js';

const log = loggedPartition({ beginOffset: 0n, endOffset: 100n, committedOffset: 90n });

function storedTo(maxOffset: number): StoredPositions {
  const records = maxOffset + 1;
  return { records, positions: records, minOffset: 0, maxOffset, lastTimestampMs: 0 };
}

/** Rows and a manifest up to an offset, and what is missing. */
function factsTo(maxOffset: number, facts: Partial<PartitionFacts> & { readonly maxLast?: number } = {}) {
  const stored = storedTo(maxOffset);
  const bounds = partitionBounds(log, stored, { minFirst: 0, maxLast: facts.maxLast ?? maxOffset });
  return { stored, bounds, ...facts };
}

const unexplained = (...runs: readonly [number, number][]): PartitionFacts['missing'] => {
  return { unexplained: runs.map(([first, last]) => ({ first, last })), explained: [] };
};

describe('offsets of a partition that are to be accounted for', () => {
  it('are those that are there, those that a manifest names, and those that were stored once', () => {
    expect(partitionBounds(log, storedTo(59), { minFirst: 0, maxLast: 59 })).toEqual({ start: 0, end: 60, upTo: 90 });
    expect(partitionBounds(log, storedTo(89), { minFirst: 0, maxLast: 94 })).toEqual({ start: 0, end: 95, upTo: 95 });
    expect(partitionBounds(log, undefined, undefined)).toEqual({ start: 0, end: 0, upTo: 90 });
  });

  it('are none that the log does not have: the topic was recreated', () => {
    expect(partitionBounds({ ...log, endOffset: 20n }, undefined, undefined)).toMatchObject({ upTo: 20 });
  });

  it('are none while nothing was ever stored', () => {
    expect(partitionBounds(loggedPartition({ endOffset: 100n }), undefined, undefined)).toBeUndefined();
  });
});

describe('coverage of a partition of which a part was stored once', () => {
  it('has a gap where the rows at its end are gone with their manifest', () => {
    const coverage = partitionCoverage(log, factsTo(59, { missing: unexplained([60, 89]) }));
    expect(coverage).toMatchObject({ gaps: [{ first: 60n, last: 89n }], missingRecords: 30 });
    expect(coverage).toMatchObject({ completeUpTo: { nextOffset: 60n }, storedUpTo: 60n, resumeOffset: 60n });
  });

  it('has none where all of it is there, and what lies behind is on its way', () => {
    expect(partitionCoverage(log, factsTo(89))).toMatchObject({ gaps: [], storedUpTo: 90n, resumeOffset: 90n });
  });

  it('has none where its end never held a record, was refused, or retention has dropped it', () => {
    const missing = { unexplained: [], explained: [{ first: 60, last: 89 }] };
    const empty = factsTo(59, { missing, maxLast: 89 });
    expect(partitionCoverage(log, empty)).toMatchObject({ gaps: [], empty: [{ first: 60n, last: 89n }] });
    expect(partitionCoverage(log, { ...empty, refused: [{ first: 70, last: 70 }] })).toMatchObject({
      refusedRecords: 1,
      empty: [
        { first: 60n, last: 69n },
        { first: 71n, last: 89n },
      ],
    });
    const dropped = [{ first: 0, last: 89 }];
    const gone = { bounds: partitionBounds(log, undefined, undefined), stored: undefined, dropped };
    expect(partitionCoverage(log, { ...gone, missing: unexplained([0, 89]) })).toMatchObject({ gaps: [], empty: [] });
  });

  it('counts a refused record until retention has dropped it', () => {
    const refused = [
      { first: 5, last: 5 },
      { first: 70, last: 71 },
    ];
    const facts = factsTo(89, { refused, dropped: [{ first: 0, last: 70 }] });
    expect(partitionCoverage(log, facts)).toMatchObject({ refusedRecords: 1, dropped: [{ first: 0n, last: 70n }] });
    const within = { beginOffset: 0n, endOffset: 71n };
    expect(partitionCoverage({ ...log, within }, facts)).toMatchObject({ refusedRecords: 0 });
  });

  it('is asked for some of its offsets only', () => {
    const missing = { unexplained: [{ first: 10, last: 19 }], explained: [{ first: 20, last: 29 }] };
    const asked = (begin: bigint, end: bigint, storedWithin: number) =>
      partitionCoverage(
        { ...log, within: { beginOffset: begin, endOffset: end } },
        {
          ...factsTo(79),
          missing: { ...missing, unexplained: [...missing.unexplained, { first: 80, last: 89 }] },
          storedWithin,
        },
      );
    expect(asked(0n, 100n, 60)).toMatchObject({
      beginOffset: 0n,
      endOffset: 100n,
      storedRecords: 60,
      missingRecords: 20,
    });
    expect(asked(15n, 25n, 0)).toMatchObject({
      beginOffset: 15n,
      endOffset: 25n,
      storedRecords: 0,
      gaps: [{ first: 15n, last: 19n }],
      missingRecords: 5,
      empty: [{ first: 20n, last: 24n }],
      completeUpTo: { nextOffset: 15n },
    });
    expect(asked(30n, 40n, 10)).toMatchObject({ storedRecords: 10, gaps: [], storedUpTo: 40n });
    expect(asked(85n, 95n, 0)).toMatchObject({ storedRecords: 0, missingRecords: 5, storedUpTo: 90n });
    expect(asked(95n, 95n, 0)).toMatchObject({ storedRecords: 0, missingRecords: 0, storedUpTo: 95n });
  });
});
