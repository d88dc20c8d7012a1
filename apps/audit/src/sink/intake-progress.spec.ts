import { describe, expect, it } from '@jest/globals';
import type { PartitionCoverage, RoundBatch } from '@spillway/streaming';
import { IntakeProgress } from './intake-progress.js';

const at = { topic: 'retail.orders', topicId: 'life-1', partition: 3 };
const batch = (baseOffset: number, nextOffset: number, times: readonly number[]): RoundBatch =>
  ({
    ...at,
    baseOffset,
    nextOffset,
    records: times.map((timestampMs) => ({ timestampMs })),
  }) as unknown as RoundBatch;
const coverage = (timeMs: number | null) => ({ ...at, completeUpTo: { nextOffset: 5n, timeMs } }) as PartitionCoverage;

describe('where the intake stands', () => {
  it('begins where the store has no gap, with the time of what lies before', () => {
    const progress = new IntakeProgress();
    progress.began([{ ...at, offset: 5n }], [coverage(70)]);
    expect(progress.of(at)).toEqual({ ...at, nextOffset: 5n, timeMs: 70 });
    expect(progress.of({ ...at, partition: 4 })).toBeUndefined();
  });

  it('goes on with what was stored, also where a batch holds no record', () => {
    const progress = new IntakeProgress();
    progress.began([{ ...at, offset: 5n }], [coverage(null)]);
    progress.stored([batch(5, 8, [80, 81, 82])]);
    expect(progress.of(at)).toEqual({ ...at, nextOffset: 8n, timeMs: 82 });
    progress.stored([batch(8, 10, [])]);
    expect(progress.of(at)).toEqual({ ...at, nextOffset: 10n, timeMs: 82 });
  });

  it('begins again where it is told to after another assignment', () => {
    const progress = new IntakeProgress();
    progress.began([{ ...at, offset: 0n }], [coverage(null)]);
    progress.stored([batch(0, 80, [1])]);
    progress.began([{ ...at, offset: 5n }], [coverage(70)]);
    expect(progress.of(at)).toMatchObject({ nextOffset: 5n });
  });

  it('stays before what is not stored, however much is behind it', () => {
    const progress = new IntakeProgress();
    progress.began([{ ...at, offset: 5n }], [coverage(70)]);
    progress.taken([batch(5, 8, [81]), batch(8, 10, [82]), batch(10, 12, [83]), batch(12, 14, [84])]);
    progress.stored([batch(8, 10, [82])]);
    progress.stored([batch(12, 14, [84])]);
    expect(progress.of(at)).toMatchObject({ nextOffset: 5n, timeMs: 70 });
    progress.stored([batch(5, 8, [81])]);
    expect(progress.of(at)).toMatchObject({ nextOffset: 10n, timeMs: 82 });
  });

  it('steps over what the log has lost, once all before it is stored, also where a round is tried again', () => {
    const progress = new IntakeProgress();
    progress.began([{ ...at, offset: 5n }], [coverage(70)]);
    const [before, behind] = [batch(5, 8, [81]), batch(20, 30, [90])];
    for (const round of [before, behind, before]) progress.taken([round]);
    progress.stored([behind]);
    expect(progress.of(at)).toMatchObject({ nextOffset: 5n, timeMs: 70 });
    progress.stored([before]);
    expect(progress.of(at)).toMatchObject({ nextOffset: 30n, timeMs: 90 });
  });

  it('is not moved by what an assignment of before still stored', () => {
    const progress = new IntakeProgress();
    progress.began([{ ...at, offset: 20n }], [coverage(70)]);
    progress.stored([batch(5, 8, [1])]);
    expect(progress.of(at)).toMatchObject({ nextOffset: 20n, timeMs: 70 });
    progress.stored([{ ...batch(5, 8, [1]), partition: 4 }]);
    expect(progress.of({ ...at, partition: 4 })).toBeUndefined();
  });

  it('says nothing of another life of the topic, and is not moved by what was still stored of it', () => {
    const progress = new IntakeProgress();
    const next = { ...at, topicId: 'life-2' };
    progress.began([{ ...at, offset: 5n }], [coverage(70)]);
    expect(progress.of(next)).toBeUndefined();
    progress.began([{ ...next, offset: 0n }], [coverage(null)]);
    const late = batch(0, 8, [80]);
    progress.taken([late]);
    progress.stored([late]);
    expect(progress.of(next)).toEqual({ ...next, nextOffset: 0n, timeMs: null });
    expect(progress.of(at)).toBeUndefined();
  });
});
