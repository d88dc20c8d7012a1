import { describe, expect, it } from '@jest/globals';
import type { CommittedPosition } from '../ports/record-source.js';
import { decodeCommitMetadata } from '../retry/commit-metadata.js';
import { AssignedPartition } from '../runtime/assigned-partition.js';
import type { MemberControl } from '../runtime/member-work.js';
import { FlowStream } from './flow-stream.js';
import { TakeOver } from './take-over.js';
import type { TopicPlan } from './topic-plan.js';

const tierTopic = 't.g.retry.10s';
const plan = { topic: 't', ordering: 'key', tiers: [{ topic: tierTopic, delayMs: 10_000 }] } as unknown as TopicPlan;

function takeOver(tierEnd: number, stored?: string) {
  let committed: readonly CommittedPosition[] = [];
  const control = {
    drained: () => {},
    narrow: () => {},
    rewind: () => {},
    commit: async (positions: readonly CommittedPosition[]) => {
      committed = positions;
      return true;
    },
  } as unknown as MemberControl;
  const partition = (topic: string, endOffset: number, metadata?: string) =>
    new AssignedPartition({ topic, partition: 0 }, { position: 0, endOffset, needsCommit: false, metadata });
  const main = partition('t', 5);
  const tier = partition(tierTopic, tierEnd, stored);
  const holds = partition('t.g.holds', tierEnd);
  const streams = [new FlowStream(main, 0, 0, () => 0), new FlowStream(tier, 1, 10_000, () => 0)];
  const owner = new TakeOver({ groupId: 'g', plan, topicId: undefined, streams, holds, control, hasInbox: false });
  const fetch = (assigned: AssignedPartition, nextOffset: number, highWatermark: number): void => {
    const { topic, fetchPosition } = assigned;
    const batch = { topic, partition: 0, baseOffset: fetchPosition, nextOffset, highWatermark };
    assigned.accept({ ...batch, sizeBytes: 0, records: [] });
  };
  return { owner, tier, holds, fetch, stored: () => committed };
}

describe('a take-over while a zombie goes on writing', () => {
  it('fences where the router has its ends: what is stale to this owner is stale to the next', async () => {
    const { owner, tier, holds, fetch, stored } = takeOver(1);
    // The fetch that ends the rebuild tells that a zombie has written one more.
    fetch(tier, 1, 2);
    fetch(holds, 1, 2);
    expect(owner.read()).toBe(true);
    expect(await owner.commit()).toBe(true);
    const zombie = { scope: 'k', origin: 3, epoch: 0 };
    expect(owner.router.decide(1, 1, zombie)).toBe('skip-stale');
    const written = stored().filter(({ topic }) => topic !== 't');
    expect(written.map(({ metadata }) => decodeCommitMetadata(0, metadata).fences)).toEqual([
      [{ epoch: 1, offset: 1 }],
      [{ epoch: 1, offset: 1 }],
    ]);
    const next = takeOver(2, written[0]!.metadata).owner;
    expect(next.router.rebuild(1, 1, zombie)).toBe(false);
    expect(next.router.decide(1, 1, zombie)).toBe('skip-stale');
  });
});

describe('fences of owners before', () => {
  it('are forgotten by a take-over that finds nothing stale among what is not done, wherever the watermark is', async () => {
    let stored: string | undefined;
    for (let turn = 1; turn <= 600; turn++) {
      const { owner, tier, fetch, stored: committed } = takeOver(turn, stored);
      fetch(tier, turn, turn);
      owner.read();
      expect(await owner.commit()).toBe(true);
      expect(tier.fitsMetadata).toBe(true);
      stored = committed().find(({ topic }) => topic === tierTopic)!.metadata;
    }
    expect(decodeCommitMetadata(0, stored).fences).toEqual([{ epoch: 600, offset: 600 }]);
  });
});
