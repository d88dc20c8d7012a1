import { beforeEach, describe, expect, it } from '@jest/globals';
import { knownEvents, DeliveriesCompleted, DeliveryNoted, readEventHeaders, SpillwayError } from '@spillway/events';
import { jsonCodec, virtualClock, type VirtualClock } from '@spillway/testing';
import type { DecodedEvent } from '../ports/event-codec.js';
import { noMetrics } from '../ports/metrics.js';
import type { OutgoingRecord } from '../ports/record.js';
import { LedgerWriter } from './ledger-writer.js';

const codec = jsonCodec(knownEvents);
const topic = 'retail.orders';
let clock: VirtualClock;
let log: OutgoingRecord[];
/** Answers an append; may be replaced by a test. */
let answer: (record: OutgoingRecord) => Promise<void>;
let ids: number;
let ledger: LedgerWriter;

const make = (more: object = {}): LedgerWriter =>
  new LedgerWriter({
    groupId: 'payments',
    sink: {
      append: async (record) => {
        await answer(record);
        log.push(record);
        return { topic: record.topic, partition: 0, offset: BigInt(log.length) };
      },
      flush: async () => {},
      close: async () => {},
    },
    codec,
    clock,
    metrics: noMetrics,
    newId: () => `id-${++ids}`,
    appVersion: '1.2.3',
    instance: 'one',
    ...more,
  });
const idOf = (record: OutgoingRecord): unknown => readEventHeaders(record.headers).attributes.id;
const payloads = <T>(type: string): T[] =>
  log
    .map(({ value }) => codec.decode(value!) as DecodedEvent<T>)
    .filter((event) => event.type === type)
    .map(({ payload }) => payload);
const completed = (): DeliveriesCompleted[] => payloads(DeliveriesCompleted.type);
const noted = (): DeliveryNoted[] => payloads(DeliveryNoted.type);
const done = (first: number, last = first, partition = 0): void =>
  ledger.completed({ topic, topicId: 'life', partition, first, last, durationMs: 3 });
const failed = {
  topic,
  partition: 0,
  offset: 7,
  topicId: 'life',
  attempt: 1,
  outcome: 'retried',
  toTier: '1s',
  durationMs: 1.5,
} as const;

beforeEach(() => {
  clock = virtualClock();
  log = [];
  ids = 0;
  answer = async () => {};
  ledger = make();
});

describe('LedgerWriter', () => {
  it('writes entries that wait for room in the sink', async () => {
    done(5);
    ledger.noted(failed);
    await ledger.flush();
    expect(log.map(({ mayWait }) => mayWait)).toEqual([true, true]);
  });

  it('writes one event per partition for all that completed plainly', async () => {
    done(5);
    done(4);
    done(6, 8);
    await clock.advance(700);
    done(10);
    done(3, 3, 2);
    await ledger.flush();
    expect(completed()).toMatchObject([
      {
        group: 'payments',
        topic,
        topicId: 'life',
        partition: 0,
        ranges: [
          { first: 4, last: 8 },
          { first: 10, last: 10 },
        ],
        count: 6,
        durationSumUs: 18_000,
        durationMaxUs: 3_000,
        firstCompletedAt: new Date(clock.nowMs() - 700),
        recordedAt: new Date(clock.nowMs()),
        appVersion: '1.2.3',
        instance: 'one',
      },
      { partition: 2, ranges: [{ first: 3, last: 3 }], count: 1 },
    ]);
    expect(log.map(({ topic: to, key }) => `${to} ${String(key)}`)).toEqual([
      'spillway.deliveries payments/retail.orders/0',
      'spillway.deliveries payments/retail.orders/2',
    ]);
    expect(readEventHeaders(log[0]!.headers).attributes).toMatchObject({
      id: 'id-1',
      source: 'urn:spillway:group:payments',
      type: 'spillway.deliveries.DeliveriesCompleted',
    });
  });

  it('counts records, not offsets, where some hold none', async () => {
    ledger.completed({ topic, partition: 0, first: 1, last: 9, count: 5, durationMs: 1 });
    await ledger.flush();
    expect(completed()).toMatchObject([{ ranges: [{ first: 1, last: 9 }], count: 5 }]);
  });

  it('keeps lives of a topic apart', async () => {
    done(5);
    ledger.completed({ topic, topicId: 'next life', partition: 0, first: 6, last: 6, durationMs: 1 });
    ledger.completed({ topic, partition: 0, first: 7, last: 7, durationMs: 1 });
    await ledger.flush();
    expect(completed()).toMatchObject([
      { topicId: 'life', ranges: [{ first: 5, last: 5 }] },
      { topicId: 'next life', ranges: [{ first: 6, last: 6 }] },
      { topicId: null, ranges: [{ first: 7, last: 7 }] },
    ]);
  });

  it('keeps nothing of the argument: one object may serve every call', async () => {
    const deliveries = { topic, partition: 0, first: 1, last: 1, durationMs: 1 };
    ledger.completed(deliveries);
    Object.assign(deliveries, { first: 5, last: 6 });
    ledger.completed(deliveries);
    await ledger.flush();
    expect(completed()[0]!.ranges).toEqual([
      { first: 1, last: 1 },
      { first: 5, last: 6 },
    ]);
  });

  it('writes everything else one by one, under the key of its origin', async () => {
    const origin = { topic, partition: 3, offset: 99, topicId: 'X' };
    ledger.noted({ ...failed, causeClass: 'TypeError', fingerprint: 'v1:abc', eventSource: '/s', eventId: 'e' });
    ledger.noted({ ...failed, topic: 'retail.orders.payments.retry.1s', origin, outcome: 'dead-lettered' });
    await ledger.flush();
    expect(noted()).toMatchObject([
      {
        outcome: 'retried',
        attempt: 1,
        toTier: '1s',
        fromTier: null,
        causeClass: 'TypeError',
        causeCode: null,
        fingerprint: 'v1:abc',
        durationUs: 1_500,
        eventSource: '/s',
        eventId: 'e',
        offset: 7,
        lastOffset: 7,
        originTopic: topic,
        originTopicId: 'life',
        originOffset: 7,
      },
      { outcome: 'dead_lettered', originTopic: topic, originPartition: 3, originOffset: 99, originTopicId: 'X' },
    ]);
    expect(log.map(({ key }) => String(key))).toEqual(['payments/retail.orders/0', 'payments/retail.orders/3']);
  });

  it('takes any text and number that a failing handler may bring', async () => {
    const hostile = '\ud800'.repeat(100_000);
    ledger.noted({ ...failed, causeClass: hostile, attempt: Number.NaN, durationMs: Infinity, causeCode: '' });
    await ledger.flush();
    expect(noted()).toMatchObject([{ causeClass: '\ufffd'.repeat(1_000), attempt: 0, causeCode: null }]);
  });

  it('is free when there is nothing to write', async () => {
    answer = () => Promise.reject(new Error('asked'));
    await ledger.flush();
    done(1);
    await expect(ledger.flush()).rejects.toThrow('asked');
  });

  it('keeps what was not acknowledged and writes it again under the same identity', async () => {
    const encoded: unknown[] = [];
    const encode: typeof codec.encode = (definition, payload) => {
      encoded.push(payload);
      return codec.encode(definition, payload);
    };
    ledger = make({ codec: { encode } });
    answer = () => Promise.reject(new SpillwayError('SPW-1110', 'The log is away'));
    done(1);
    ledger.noted(failed);
    await expect(ledger.flush()).rejects.toMatchObject({ code: 'SPW-5101', retryable: true });
    await expect(ledger.flush()).rejects.toMatchObject({ code: 'SPW-5101' });
    answer = async () => {};
    done(2);
    await ledger.flush();
    expect(log.map(idOf)).toEqual(['id-1', 'id-2', 'id-3'].toSorted());
    expect(completed().map(({ ranges }) => ranges)).toEqual([[{ first: 1, last: 1 }], [{ first: 2, last: 2 }]]);
    await ledger.flush();
    expect([log.length, encoded.length]).toEqual([3, 3]);
  });

  it('writes a key again from its first failure on, so that its last copies keep their order, and no other key', async () => {
    for (const offset of [1, 2, 3]) ledger.noted({ ...failed, offset });
    ledger.noted({ ...failed, offset: 9, partition: 1 });
    let refused = false;
    answer = async (record) => {
      if (refused || idOf(record) !== 'id-2') return;
      refused = true;
      throw new SpillwayError('SPW-1111', 'No answer');
    };
    await expect(ledger.flush()).rejects.toMatchObject({ code: 'SPW-5101' });
    await ledger.flush();
    expect(log.map(idOf)).toEqual(['id-1', 'id-3', 'id-4', 'id-2', 'id-3']);
  });

  it('waits for the registry without losing anything', async () => {
    const away = { ...codec, encode: () => Promise.reject(new SpillwayError('SPW-3003', 'The registry is away')) };
    let current: Pick<typeof codec, 'encode'> = away;
    ledger = make({ codec: { encode: (...given: Parameters<typeof codec.encode>) => current.encode(...given) } });
    done(1);
    await expect(ledger.flush()).rejects.toMatchObject({ code: 'SPW-5101' });
    current = codec;
    await ledger.flush();
    expect(completed()).toHaveLength(1);
  });

  it('writes what is given during a write by another one, which all share who ask meanwhile', async () => {
    let release = (): void => {};
    answer = () => new Promise((resolve) => (release = resolve));
    done(1);
    const first = ledger.flush();
    await clock.advance(0);
    answer = async () => {};
    done(2);
    ledger.noted(failed);
    const second = ledger.flush();
    expect(ledger.flush()).toBe(second);
    await clock.advance(0);
    expect(log).toHaveLength(0);
    release();
    await Promise.all([first, second]);
    expect(completed().map(({ ranges }) => ranges)).toEqual([[{ first: 1, last: 1 }], [{ first: 2, last: 2 }]]);
    expect(noted()).toHaveLength(1);
  });

  it('says when it is full, drops nothing, and takes more after the log came back', async () => {
    ledger = make({ maxWaitingBytes: 100_000 });
    answer = () => Promise.reject(new SpillwayError('SPW-1110', 'The log is away'));
    let given = 0;
    while (!ledger.isFull) {
      ledger.noted({ ...failed, offset: given++ });
      if (given % 10 === 0) await ledger.flush().catch(() => {});
    }
    expect(given).toBeLessThan(100);
    answer = async () => {};
    await ledger.flush();
    expect([ledger.isFull, noted().length]).toEqual([false, given]);
  });

  it('keeps one event small however scattered the offsets are', async () => {
    for (let offset = 0; offset < 24_000; offset += 2) done(offset);
    await ledger.flush();
    expect(completed().map(({ ranges, count }) => [ranges.length, count])).toEqual([
      [5_000, 5_000],
      [5_000, 5_000],
      [2_000, 2_000],
    ]);
  });
});
