import { describe, expect, it } from '@jest/globals';
import type { LogRecord } from '../../ports/record.js';
import type { CommittedPosition } from '../../ports/record-source.js';
import { decodeCommitMetadata } from '../../offsets/commit-metadata.js';
import { clockProbe } from '../../retry/clocks/clock-probe.js';
import { readRetryHeaders, writeRetryHeaders } from '../../retry/copies/retry-headers.js';
import { firstState } from '../../retry/copies/retry-state.js';
import { defaultConsumerLimits } from '../../assignment/consumer-limits.js';
import { AssignedPartition } from '../../assignment/assigned-partition.js';
import type { MemberControl } from '../../member/member-work.js';
import { FlowStream } from '../intake/flow-stream.js';
import { holdMarkerRecord } from '../end/hold-marker-record.js';
import { TakeOver } from './take-over.js';
import type { TopicPlan } from '../plan/topic-plan.js';

const tierTopic = 't.g.retry.10s';
const plan = { topic: 't', ordering: 'key', tiers: [{ topic: tierTopic, delayMs: 10_000 }] } as unknown as TopicPlan;

function takeOver(tierEnd: number, stored?: string) {
  let committed: readonly CommittedPosition[] = [];
  const control = {
    limits: defaultConsumerLimits,
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
  const fetch = (
    assigned: AssignedPartition,
    nextOffset: number,
    highWatermark: number,
    records: readonly LogRecord[] = [],
  ): void => {
    const { topic, fetchPosition } = assigned;
    const batch = { topic, partition: 0, baseOffset: fetchPosition, nextOffset, highWatermark };
    assigned.accept({ ...batch, sizeBytes: records.length, records });
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

/** As somebody who had the partition in that epoch has written it. */
function marker(key: string, epoch: number, offset = 0): LogRecord {
  const record = holdMarkerRecord('t.g.holds', { key: Buffer.from(key), partition: 0 }, { offset: 0 }, epoch);
  const headers = Object.fromEntries(
    Object.entries(record.headers).map(([name, text]) => [name, Buffer.from(String(text))]),
  );
  return { ...record, partition: 0, offset, timestampMs: 0, headers } as LogRecord;
}

describe('the epoch of a take-over', () => {
  it('is above that of every marker, also where no commit knows of it', async () => {
    const { owner, tier, holds, fetch, stored } = takeOver(1);
    fetch(tier, 1, 1);
    fetch(holds, 1, 1, [marker('k', 7)]);
    expect(owner.read()).toBe(true);
    expect(await owner.commit()).toBe(true);
    expect(stored().map(({ metadata }) => decodeCommitMetadata(0, metadata).epoch)).toEqual([8, 8, 8]);
    // Of the same zombie: neither its word for another key nor what it has parked.
    owner.readHold(marker('other', 7, 1));
    expect([owner.heldKeys!.markerOf('k')?.epoch, owner.heldKeys!.markerOf('other')]).toEqual([7, undefined]);
    expect(owner.router.decide(1, 1, { scope: 'k', origin: 3, epoch: 7 })).toBe('skip-stale');
  });
});

describe('a marker in an epoch that no take-over has come to', () => {
  it.each([-1, 0.5, 2 ** 40 - 1, 2 ** 40, 2 ** 41, 2 ** 41 + 1, Number.MAX_SAFE_INTEGER])(
    'of %d leaves what its owner parks believed',
    async (epoch) => {
      const { owner, tier, holds, fetch } = takeOver(1);
      fetch(tier, 1, 1);
      fetch(holds, 1, 1, [marker('k', epoch)]);
      owner.read();
      expect(await owner.commit()).toBe(true);
      const record = { ...marker('k', 0), topic: tierTopic };
      const parked = {
        ...firstState({ ...record, topic: 't' }, { group: 'g', hops: 0 }),
        attempt: 1,
        epoch: owner.router.epoch,
      };
      const headers = writeRetryHeaders(parked);
      expect(readRetryHeaders({ ...record, headers }, { group: 'g', topic: 't', tier: 1 })).toEqual(parked);
    },
  );

  it('says nothing beyond what is believed', () => {
    const { owner } = takeOver(0);
    for (const epoch of [-1, 0.5, 2 ** 41 + 1]) owner.readHold(marker('k', epoch));
    expect(owner.heldKeys!.markerOf('k')).toBeUndefined();
    owner.readHold(marker('k', 2 ** 41));
    expect(owner.heldKeys!.markerOf('k')?.epoch).toBe(2 ** 41);
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

it('counts no probe of a broker’s clock among what waits', () => {
  const { owner, tier, fetch } = takeOver(1);
  fetch(tier, 1, 1, [{ ...clockProbe(tier), partition: 0, offset: 0, timestampMs: 0 } as LogRecord]);
  owner.read();
  expect(owner.router.isIdle).toBe(true);
});
