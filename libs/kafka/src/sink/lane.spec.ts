import { describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { systemClock, type Clock, type WrittenRecord } from '@spillway/streaming';
import { virtualClock } from '@spillway/testing';
import { encodedValue, valueOf } from '../../../../test/support/encoded-value.js';
import type { EncodedRecord } from '../produce/encoded-record.js';
import type { WrittenBatch } from './batch-sender.js';
import { Lane, type LaneLimits } from './lane.js';

const limits: LaneLimits = {
  lingerMs: 5,
  maxBatchRecords: 4,
  maxBatchBytes: 1_000,
  deliveryTimeoutMs: 10_000,
  retryDelayMs: 5,
};

/** A lane whose sends are answered by the script, and what came of each record. */
function laneWith(
  answer: (values: string[], send: number) => Promise<void>,
  changed: Partial<LaneLimits> = {},
  stamp: Pick<WrittenBatch, 'appendedAtMs'> = {},
  clock: Clock = systemClock,
) {
  const sends: string[][] = [];
  const log: string[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  const send = async (_topic: string, _partition: number, records: readonly EncodedRecord[]): Promise<WrittenBatch> => {
    const values = records.map(valueOf);
    sends.push(values);
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    try {
      await answer(values, sends.length);
    } finally {
      inFlight--;
    }
    log.push(...values);
    return { baseOffset: BigInt(log.length - values.length), ...stamp };
  };
  const lane = new Lane({ topic: 't', partition: 0 }, send, { ...limits, ...changed }, clock);
  const add = (value: string, sizeBytes = 10, lingerMs?: number): Promise<WrittenRecord | SpillwayError> =>
    new Promise((settle) => {
      lane.add({ encoded: encodedValue(value), sizeBytes, acceptedAtMs: clock.steadyMs(), lingerMs, settle });
    });
  return { lane, add, sends, log, mostInFlight: () => mostInFlight };
}

const codes = (outcomes: readonly (WrittenRecord | SpillwayError)[]) =>
  outcomes.map((outcome) => (outcome instanceof SpillwayError ? outcome.code : outcome.offset));

describe('a lane', () => {
  it('sends what arrives together in one batch and tells each record its offset', async () => {
    const { add, sends } = laneWith(async () => {});
    expect(codes(await Promise.all(['a', 'b', 'c'].map((value) => add(value))))).toEqual([0n, 1n, 2n]);
    expect(sends).toEqual([['a', 'b', 'c']]);
  });

  it('tells each record when the broker appended it, where the broker says so', async () => {
    const { add } = laneWith(async () => {}, {}, { appendedAtMs: 1_700_000_000_000 });
    expect(await Promise.all([add('a'), add('b')])).toEqual(
      [0n, 1n].map((offset) => ({ topic: 't', partition: 0, offset, appendedAtMs: 1_700_000_000_000 })),
    );
  });

  it('has one send in flight, in the order of the calls', async () => {
    const { add, log, mostInFlight } = laneWith(() => systemClock.sleep(2));
    const values = Array.from({ length: 20 }, (_, index) => `v${index}`);
    await Promise.all(values.map((value) => add(value)));
    expect(log).toEqual(values);
    expect(mostInFlight()).toBe(1);
  });

  it('keeps a batch within its records and bytes; a larger record goes alone', async () => {
    const { add, sends } = laneWith(async () => {});
    await Promise.all([
      add('a', 600),
      add('b', 600),
      add('big', 5_000),
      ...['c', 'd', 'e', 'f', 'g'].map((v) => add(v)),
    ]);
    expect(sends).toEqual([['a'], ['b'], ['big'], ['c', 'd', 'e', 'f'], ['g']]);
  });

  it('does not wait for company once a batch is full', async () => {
    const { add } = laneWith(async () => {}, { lingerMs: 60_000, maxBatchRecords: 2 });
    await Promise.all([add('a'), add('b')]);
  });

  describe('with records that may linger', () => {
    const aMinute = 60_000;

    it('sends the first at once, and those after it together', async () => {
      const { add, sends } = laneWith(async () => {});
      await add('a', 10, 50);
      await Promise.all(['b', 'c'].map(async (value) => (await systemClock.sleep(8), add(value, 10, 50))));
      expect(sends).toEqual([['a'], ['b', 'c']]);
    });

    it('lets none wait for them that is in a hurry', async () => {
      const { add, sends } = laneWith(async () => {});
      await add('a', 10, aMinute);
      const waiting = add('b', 10, aMinute);
      await systemClock.sleep(20);
      expect(sends).toEqual([['a']]);
      await add('urgent');
      await waiting;
      expect(sends).toEqual([['a'], ['b', 'urgent']]);
    });

    it('waits no longer once a batch is full', async () => {
      const { add, sends } = laneWith(async () => {});
      await add('a', 10, aMinute);
      const waiting = ['b', 'c', 'd'].map((value) => add(value, 10, aMinute));
      await systemClock.sleep(20);
      await Promise.all([...waiting, add('e', 10, aMinute)]);
      expect(sends).toEqual([['a'], ['b', 'c', 'd', 'e']]);
    });
  });

  it('reports an unknown outcome to the records of that batch alone, and re-sends none of them', async () => {
    const unknown = new SpillwayError('SPW-1111', 'no answer');
    const { add, sends } = laneWith(async (_, send) => {
      if (send === 1) throw unknown;
    });
    const outcomes = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((value) => add(value)));
    expect(codes(outcomes)).toEqual(['SPW-1111', 'SPW-1111', 'SPW-1111', 'SPW-1111', 0n]);
    expect(sends).toHaveLength(2);
  });

  it('waits for the brokers while no producer can be connected, and keeps the order', async () => {
    const { add, log } = laneWith(async (_, send) => {
      if (send < 4) throw new SpillwayError('SPW-1101', 'refused');
    });
    expect(codes(await Promise.all([add('a'), add('b')]))).toEqual([0n, 1n]);
    expect(log).toEqual(['a', 'b']);
  });

  it('gives up what was never sent as not written after the deadline, naming why', async () => {
    const { add } = laneWith(() => Promise.reject(new SpillwayError('SPW-1101', 'connection refused')), {
      deliveryTimeoutMs: 30,
    });
    const outcome = await add('a');
    expect(codes([outcome])).toEqual(['SPW-1110']);
    expect((outcome as SpillwayError).message).toContain('connection refused');
  });

  it('refuses what waited too long even while a send hangs', async () => {
    let release: () => void = () => {};
    const hangs = (): Promise<void> => new Promise((resolve) => (release = resolve));
    const clock = virtualClock();
    const { lane, add, sends } = laneWith(hangs, { deliveryTimeoutMs: 20 }, {}, clock);
    const first = add('a');
    await clock.advance(10);
    expect(sends).toEqual([['a']]);
    const second = add('b');
    await clock.advance(20);
    lane.expire();
    expect(codes([await second])).toEqual(['SPW-1110']);
    release();
    expect(codes([await first])).toEqual([0n]);
  });

  it('finds the one record that a batch was refused for', async () => {
    const tooLarge = Object.assign(new Error('too large'), { type: 'MESSAGE_TOO_LARGE', retriable: false });
    const { add, log } = laneWith(async (values) => {
      if (values.includes('bad')) throw new SpillwayError('SPW-1112', 'refused', { cause: tooLarge });
    });
    const outcomes = await Promise.all(['a', 'bad', 'b', 'c', 'd'].map((value) => add(value)));
    expect(codes(outcomes)).toEqual([0n, 'SPW-1112', 1n, 2n, 3n]);
    expect(log).toEqual(['a', 'b', 'c', 'd']);
  });
});
