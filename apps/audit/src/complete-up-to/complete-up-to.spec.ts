import { beforeEach, describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import {
  partitionKey,
  systemClock,
  type AuditStore,
  type Clock,
  type LogAdmin,
  type PartitionCoverage,
  type Transport,
} from '@spillway/streaming';
import { IntakeProgress } from '../sink/intake-progress.js';
import { CompleteUpTo } from './complete-up-to.js';

const topic = 'retail.orders';

describe('up to when the store is complete', () => {
  let [nowMs, asked, logIsAway, embedded] = [0, 0, false, true];
  let ends: readonly number[] = [];
  let topicId = 'life-1';
  let progress: IntakeProgress;
  let covered: readonly Partial<PartitionCoverage>[] = [];
  let held: readonly number[] = [];
  let askedOf: readonly number[] = [];

  const admin = {
    ranges: () => {
      asked += 1;
      if (logIsAway) return Promise.reject(new SpillwayError('SPW-1101', 'away'));
      return Promise.resolve(
        ends.map((end, partition) => ({ topic, partition, beginOffset: 0n, endOffset: BigInt(end) })),
      );
    },
    topicId: () => Promise.resolve(topicId),
  } as unknown as LogAdmin;
  const store = {
    get embedded() {
      return embedded;
    },
    coverage: (partitions: readonly { readonly partition: number }[]) => {
      askedOf = partitions.map(({ partition }) => partition);
      return Promise.resolve(covered);
    },
  } as unknown as AuditStore;
  const clock: Clock = { ...systemClock, nowMs: () => nowMs, sleep: () => systemClock.sleep(5) };
  const stored = (partition: number, nextOffset: number, timeMs: number | null) =>
    progress.began(
      [{ topic, topicId: 'life-1', partition, offset: BigInt(nextOffset) }],
      [{ topic, partition, completeUpTo: { nextOffset: 0n, timeMs } } as PartitionCoverage],
    );
  const asking = () =>
    new CompleteUpTo({
      transport: { admin: () => admin } as Transport,
      store,
      progress,
      topics: [topic],
      held: () => new Set(held.map((partition) => partitionKey({ topic, partition }))),
      clock,
    });

  beforeEach(() => {
    [nowMs, asked, logIsAway, embedded, ends, covered] = [5_000, 0, false, true, [10, 20], []];
    [progress, held, askedOf, topicId] = [new IntakeProgress(), [], [], 'life-1'];
  });

  it('is now when everything that lies in the log is stored', async () => {
    stored(0, 10, 100);
    stored(1, 20, 200);
    expect(await asking().now()).toEqual({ timeMs: 5_000, complete: true, asOfMs: 5_000 });
  });

  it('is the last stored record of the partition that is furthest behind', async () => {
    stored(0, 9, 100);
    stored(1, 19, 90);
    expect(await asking().now()).toEqual({ timeMs: 90, complete: false, asOfMs: 5_000 });
  });

  it('is no time while of some partition nothing is stored', async () => {
    stored(0, 0, null);
    stored(1, 20, 200);
    expect(await asking().now()).toEqual({ timeMs: null, complete: false, asOfMs: 5_000 });
  });

  it('does not take what is stored of a topic for what its next life holds', async () => {
    stored(0, 10, 100);
    stored(1, 20, 200);
    topicId = 'life-2';
    expect(await asking().now()).toEqual({ timeMs: null, complete: false, asOfMs: 5_000 });
  });

  it('asks the log once a second at most, however many ask', async () => {
    const upTo = asking();
    await Promise.all([upTo.now(), upTo.now(), upTo.now()]);
    nowMs += 999;
    await upTo.now();
    expect(asked).toBe(1);
    nowMs += 1;
    await upTo.now();
    expect(asked).toBe(2);
  });

  it('says what was known last while the log is away, and nothing when it never answered', async () => {
    const upTo = asking();
    stored(0, 10, 100);
    stored(1, 20, 200);
    await upTo.now();
    [nowMs, logIsAway] = [60_000, true];
    expect(await upTo.now()).toEqual({ timeMs: 5_000, complete: true, asOfMs: 5_000 });
    expect(await asking().now()).toBeNull();
  });

  it('asks a shared store for the partitions that others store', async () => {
    embedded = false;
    stored(0, 10, 100);
    covered = [{ topic, partition: 1, completeUpTo: { nextOffset: 20n, timeMs: 300 } }];
    expect(await asking().now()).toMatchObject({ complete: true });
    covered = [{ topic, partition: 1, completeUpTo: { nextOffset: 15n, timeMs: 300 } }];
    const upTo = asking();
    expect(await upTo.now()).toEqual({ timeMs: 300, complete: false, asOfMs: 5_000 });
    // That costs a scan: it is not asked again for every answer.
    nowMs += 9_999;
    expect(await upTo.now()).toMatchObject({ asOfMs: 5_000 });
  });

  it('asks a shared store for no partition that it stores itself, however far that is behind', async () => {
    embedded = false;
    stored(0, 3, 100);
    stored(1, 12, 90);
    held = [0];
    covered = [{ topic, partition: 1, completeUpTo: { nextOffset: 20n, timeMs: 300 } }];
    expect(await asking().now()).toEqual({ timeMs: 100, complete: false, asOfMs: 5_000 });
    expect(askedOf).toEqual([1]);
    // Another stores it by now.
    held = [];
    await asking().now();
    expect(askedOf).toEqual([0, 1]);
  });
});
