import { describe, expect, it } from '@jest/globals';
import { isSpillwayError } from '@spillway/events';
import { noMetrics, partitionForKey, systemClock, type OutgoingRecord } from '@spillway/streaming';
import { virtualClock } from '@spillway/testing';
import { valueOf } from '../../../../test/support/encoded-value.js';
import type { EncodedRecord } from '../produce/encoded-record.js';
import type { WrittenBatch } from './batch-sender.js';
import { KafkaRecordSink, type KafkaRecordSinkOptions } from './kafka-record-sink.js';

const limits: KafkaRecordSinkOptions['limits'] = {
  lingerMs: 0,
  maxBatchRecords: 100,
  maxBatchBytes: 10_000,
  deliveryTimeoutMs: 5_000,
  retryDelayMs: 5,
  maxRecordBytes: 1_000,
  maxBufferedBytes: 10_000,
};

function sinkWith(options: Partial<Omit<KafkaRecordSinkOptions, 'limits'>> & { limits?: Partial<typeof limits> }) {
  const log: { topic: string; partition: number; values: string[] }[] = [];
  const send = async (topic: string, partition: number, records: readonly EncodedRecord[]): Promise<WrittenBatch> => {
    log.push({ topic, partition, values: records.map(valueOf) });
    return { baseOffset: 0n };
  };
  const sink = new KafkaRecordSink({
    send,
    partitionCount: () => Promise.resolve(4),
    release: () => Promise.resolve(),
    clock: systemClock,
    metrics: noMetrics,
    ...options,
    limits: { ...limits, ...options.limits },
  });
  return { sink, log };
}

const record = (value: string | Buffer, fields: Partial<OutgoingRecord> = {}): OutgoingRecord => ({
  topic: 't',
  key: null,
  value: Buffer.from(value),
  headers: {},
  ...fields,
});

describe('the sink', () => {
  it('keeps the order of calls per key while it still asks for the partition count', async () => {
    let answer: (count: number) => void = () => {};
    const { sink, log } = sinkWith({ partitionCount: () => new Promise((resolve) => (answer = resolve)) });
    const key = Buffer.from('customer');
    const early = ['a', 'b', 'c'].map((value) => sink.append(record(value, { key })));
    answer(4);
    const late = ['d', 'e'].map((value) => sink.append(record(value, { key })));
    await Promise.all([...early, ...late]);
    expect(log.flatMap(({ values }) => values)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(new Set(log.map(({ partition }) => partition))).toEqual(new Set([partitionForKey(key, 4)]));
  });

  it('asks again for the partition count when a record is for a partition beyond it, not for each', async () => {
    const clock = virtualClock();
    let count = 4;
    let asked = 0;
    const partitionCount = () => Promise.resolve(++asked === 1 ? 4 : count);
    const { sink, log } = sinkWith({ clock, partitionCount });
    await sink.append(record('a', { partition: 3 }));
    await expect(sink.append(record('b', { partition: 5 }))).rejects.toThrow('There is no partition 5');
    count = 6;
    await clock.advance(1_001);
    await Promise.all([sink.append(record('c', { partition: 5 })), sink.append(record('d', { partition: 5 }))]);
    expect(log.flatMap(({ partition, values }) => values.map((value) => `${partition}${value}`))).toEqual(['3a', '5c', '5d']); // prettier-ignore
    expect(asked).toBe(2);
  });

  it('asks for it by a clock that nobody sets', async () => {
    const clock = virtualClock();
    let count = 4;
    const { sink, log } = sinkWith({ clock, partitionCount: async () => count });
    await sink.append(record('a', { partition: 3 }));
    count = 6;
    clock.set(-3_600_000);
    await clock.advance(1_001);
    await sink.append(record('b', { partition: 5 }));
    expect(log.map(({ partition }) => partition)).toEqual([3, 5]);
  });

  it('spreads records without a key over all partitions', async () => {
    const { sink, log } = sinkWith({});
    await Promise.all(['a', 'b', 'c', 'd'].map((value) => sink.append(record(value))));
    expect(log.map(({ partition }) => partition).toSorted()).toEqual([0, 1, 2, 3]);
  });

  it('refuses a partition the topic does not have', async () => {
    const { sink } = sinkWith({});
    await expect(sink.append(record('a', { partition: 4 }))).rejects.toMatchObject({ code: 'SPW-1110' });
  });

  it('refuses a record that is too large without sending it, and for good', async () => {
    const { sink, log } = sinkWith({});
    const refusal: unknown = await sink.append(record(Buffer.alloc(2_000))).catch((error: unknown) => error);
    expect(isSpillwayError(refusal, 'SPW-1112') && !refusal.retryable).toBe(true);
    expect(log).toEqual([]);
  });

  it('does not hold a copy to the limit: its original lies in the log', async () => {
    const { sink, log } = sinkWith({});
    await sink.append(record(Buffer.alloc(2_000), { isCopy: true }));
    expect(log).toHaveLength(1);
  });

  it('holds callers back when too many bytes wait, in their order', async () => {
    const releases: (() => void)[] = [];
    const sent: string[] = [];
    const send = async (
      _topic: string,
      _partition: number,
      records: readonly EncodedRecord[],
    ): Promise<WrittenBatch> => {
      sent.push(...records.map((each) => valueOf(each).trim()));
      await new Promise<void>((resolve) => releases.push(resolve));
      return { baseOffset: 0n };
    };
    const { sink } = sinkWith({ send, partitionCount: () => Promise.resolve(1), limits: { maxBufferedBytes: 1_000 } });
    const appends = ['a', 'b', 'c'].map((value) => sink.append(record(value.padEnd(value === 'a' ? 600 : 400))));
    for (const expected of [['a'], ['a', 'b', 'c']]) {
      while (sent.length < expected.length) await systemClock.sleep(1);
      await systemClock.sleep(10);
      expect(sent).toEqual(expected);
      releases.shift()?.();
    }
    await Promise.all(appends);
  });

  it('turns callers away at once while as many bytes wait for room, but nothing of a group', async () => {
    let answer: (written: WrittenBatch) => void = () => {};
    const brokers = new Promise<WrittenBatch>((resolve) => (answer = resolve));
    const partitionCount = () => Promise.resolve(1);
    const { sink } = sinkWith({ send: () => brokers, partitionCount, limits: { maxBufferedBytes: 1_000 } });
    const refused: unknown[] = [];
    const append = (fields: Partial<OutgoingRecord> = {}) =>
      sink.append(record('x'.repeat(200), fields)).catch((error: unknown) => refused.push(error));
    // Some 240 bytes each: four on their way, four in line.
    const callers = Array.from({ length: 500 }, () => append());
    const ofAGroup = append({ mayWait: true });
    await systemClock.sleep(1);
    expect(refused).toHaveLength(500 - 8);
    expect(refused[0]).toMatchObject({ code: 'SPW-1110', message: expect.stringMatching(/found no room/) as unknown });
    answer({ baseOffset: 0n });
    await Promise.all([...callers, ofAGroup]);
    expect(refused).toHaveLength(500 - 8);
    await sink.append(record('there is room again'));
  });

  it('refuses who found no room in time as not written', async () => {
    let release: (written: WrittenBatch) => void = () => {};
    const { sink } = sinkWith({
      send: () => new Promise((resolve) => (release = resolve)),
      limits: { maxBufferedBytes: 1_000, deliveryTimeoutMs: 50 },
    });
    const first = sink.append(record('x'.repeat(800)));
    await expect(sink.append(record('y'.repeat(800)))).rejects.toMatchObject({ code: 'SPW-1110' });
    release({ baseOffset: 0n });
    await first;
  });

  it('flushes when all is settled, whatever came of it', async () => {
    const { sink } = sinkWith({ send: () => Promise.reject(new Error('lost')) });
    const outcomes: unknown[] = [];
    for (const value of ['a', 'b']) void sink.append(record(value)).catch((error: unknown) => outcomes.push(error));
    await sink.flush();
    expect(outcomes).toHaveLength(2);
    await sink.flush();
  });

  it('asks again for the partition count after it could not be had', async () => {
    let calls = 0;
    const { sink } = sinkWith({
      partitionCount: () => (++calls === 1 ? Promise.reject(new Error('no answer')) : Promise.resolve(1)),
    });
    await expect(sink.append(record('a'))).rejects.toMatchObject({ code: 'SPW-1110' });
    await expect(sink.append(record('a'))).resolves.toMatchObject({ partition: 0 });
  });
});
