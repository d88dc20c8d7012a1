import { describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { virtualClock } from '@spillway/testing';
import type { OutgoingRecord } from '../../ports/record.js';
import { AssignedPartition } from '../../assignment/assigned-partition.js';
import { BrokerClocks } from '../../retry/clocks/broker-clocks.js';
import type { FlowParts } from '../flow-parts.js';
import { FlowStream } from './flow-stream.js';
import { TierClocks } from './tier-clocks.js';

const at = { topic: 'orders.retry', partition: 0 };
const localMs = 1_000;
/** The steady clock began so much before. */
const steadyMs = 50;

/** A tier whose probes wait for their answer, and what its flow was told. */
function bench() {
  const brokerClock = new BrokerClocks({ nowMs: () => localMs, steadyMs: () => steadyMs });
  const assigned = new AssignedPartition(at, { position: 0, endOffset: 0, needsCommit: false });
  const stream = new FlowStream(assigned, 1, 10_000, () => steadyMs);
  const life = new AbortController();
  const told: unknown[] = [];
  const written: OutgoingRecord[] = [];
  let answer: (isWritten: boolean) => void = () => {};
  const parking = {
    append: async (copy: () => OutgoingRecord, _: AbortSignal, onTrouble: (reason: string | undefined) => void) => {
      written.push(copy());
      onTrouble('not now');
      const isWritten = await new Promise<boolean>((resolve) => (answer = resolve));
      return isWritten ? { ...at, offset: 0n } : undefined;
    },
  };
  const clock = virtualClock();
  const parts = { brokerClock, parking, clock } as unknown as FlowParts;
  const clocks = new TierClocks(parts, life.signal, {
    known: () => void told.push('known'),
    trouble: (_, reason) => void told.push(reason),
  });
  return { brokerClock, clock, clocks, life, stream, told, written, answer: (isWritten: boolean) => answer(isWritten) };
}

describe('the clock of a tier’s broker', () => {
  it('is asked for once, and known when the answer is there', async () => {
    const { brokerClock, clock, clocks, stream, told, written, answer } = bench();
    expect([clocks.nowMs(stream), clocks.nowMs(stream)]).toEqual([undefined, undefined]);
    await clock.advance(1_000);
    expect(written).toMatchObject([{ ...at, key: null, value: null }]);
    brokerClock.observe(at, { sentAtMs: steadyMs, ackedAtMs: steadyMs, appendedAtMs: 7_000 });
    answer(true);
    await nextTurn();
    expect(told).toEqual(['not now', 'known']);
    expect(clocks.nowMs(stream)).toBe(7_000);
    expect(written).toHaveLength(1);
  });

  it('is not asked for where a copy tells it', async () => {
    const { brokerClock, clock, clocks, stream, told, written } = bench();
    clocks.nowMs(stream);
    // The copy was read before the answer to its append came.
    brokerClock.observe(at, { sentAtMs: steadyMs, ackedAtMs: steadyMs, appendedAtMs: 7_000 });
    await clock.advance(1_000);
    expect(clocks.nowMs(stream)).toBe(7_000);
    expect(written).toEqual([]);
    expect(told).toEqual(['known']);
  });

  it('is ours where the topic keeps the times of producers', async () => {
    const { clock, clocks, stream, answer } = bench();
    clocks.nowMs(stream);
    await clock.advance(1_000);
    answer(true);
    await nextTurn();
    expect(clocks.nowMs(stream)).toBe(localMs);
  });

  it('stays unknown when the partition was taken away before it answered', async () => {
    const { brokerClock, clock, clocks, life, stream, told, answer } = bench();
    clocks.nowMs(stream);
    await clock.advance(1_000);
    life.abort();
    answer(false);
    await nextTurn();
    expect(brokerClock.nowMs(at)).toBeUndefined();
    expect(told).toEqual(['not now']);
  });
});
