import { describe, expect, it } from '@jest/globals';
import { SpillwayError, readEventHeaders } from '@spillway/events';

import { jsonCodec, memoryStateStore, Sold, virtualClock, waitUntil, type Sale } from '@spillway/testing';
import { silentLogger, type LogFields, type Logger } from '../ports/logger.js';
import { noMetrics, type Metrics } from '../ports/metrics.js';
import type { OutboxRecord } from '../ports/outbox.js';
import type { OutgoingRecord, RecordPosition } from '../ports/record.js';
import { OutboxPublisher } from './outbox-publisher.js';
import { OutboxRelay } from './outbox-relay.js';

type Answer = 'ack' | 'not-written' | 'unknown' | 'too-large';

/** A log that answers as scripted; `unknown` may or may not have written. */
class ScriptedSink {
  readonly written: string[] = [];
  readonly tried: string[] = [];
  inFlight = 0;
  mostInFlight = 0;
  hold: Promise<void> | undefined;

  constructor(public answer: (text: string, attempt: number) => Answer = () => 'ack') {}

  async append(record: OutgoingRecord): Promise<RecordPosition> {
    const text = `${String(record.key)}${String(record.value)}`;
    this.tried.push(text);
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    await this.hold;
    await new Promise((resolve) => setImmediate(resolve));
    this.inFlight--;
    const answer = this.answer(text, this.tried.filter((other) => other === text).length);
    if (answer === 'not-written') throw new SpillwayError('SPW-1110', 'no broker');
    if (answer === 'too-large') throw new SpillwayError('SPW-1112', 'too large');
    this.written.push(text);
    if (answer === 'unknown') throw new SpillwayError('SPW-1111', 'no answer');
    return { topic: record.topic, partition: 0, offset: 0n };
  }
}

function bench(options: { sink?: ScriptedSink; logger?: Logger; metrics?: Metrics; maxPageEntries?: number } = {}) {
  const clock = virtualClock();
  const sink = options.sink ?? new ScriptedSink();
  const state = memoryStateStore({ nowMs: () => clock.nowMs() });
  const { logger = silentLogger, metrics = noMetrics, maxPageEntries = 500 } = options;
  const relay = new OutboxRelay({ outbox: state.outbox, sink, clock, logger, metrics, maxPageEntries });
  const add = (...texts: string[]): Promise<void> =>
    state.transaction((tx) => state.outbox.add(tx, texts.map(toRecord)));
  const drained = (): Promise<unknown> =>
    waitUntil('the outbox is empty', async () => {
      await clock.advance(60_000);
      return (await state.outbox.backlog()).entries === 0;
    });
  return { clock, sink, state, relay, add, drained };
}

/** `a1` is the record with key `a` and value `1`; `-1` has no key. */
function toRecord(text: string): OutboxRecord {
  const key = text.startsWith('-') ? null : Buffer.from(text[0]!);
  return { topic: 'shop.sales', key, value: Buffer.from(text.slice(1)), headers: {} };
}

function ofKey(texts: readonly string[], key: string): readonly string[] {
  return texts.filter((text) => text.startsWith(key));
}

describe('outbox relay', () => {
  it('publishes what waited before it began, and what a commit adds without waiting for its next look', async () => {
    const { clock, sink, relay, add } = bench();
    await add('a1');
    relay.start();
    await waitUntil('the first is published', () => sink.written.length === 1);
    await waitUntil('it sleeps', () => clock.sleepers === 2);
    await add('a2');
    await waitUntil('the second is published', () => sink.written.length === 2);
    await relay.stop();
    expect(sink.written).toEqual(['a1', 'a2']);
  });

  it('sends what was rejected again before any later event of its key, while other keys go on', async () => {
    const outcomes: Readonly<Record<string, Answer>> = { a2: 'not-written', b1: 'unknown' };
    const sink = new ScriptedSink((text, attempt) => (attempt <= 2 ? (outcomes[text] ?? 'ack') : 'ack'));
    const { relay, add, drained } = bench({ sink, maxPageEntries: 4 });
    await add('a1', 'b1', 'a2', 'c1', 'a3', 'b2', 'c2', 'c3', '-1');
    relay.start();
    await drained();
    await relay.stop();
    expect(ofKey(sink.tried, 'a')).toEqual(['a1', 'a2', 'a2', 'a2', 'a3']);
    expect(ofKey(sink.tried, 'b')).toEqual(['b1', 'b1', 'b1', 'b2']);
    expect(ofKey(sink.written, 'c')).toEqual(['c1', 'c2', 'c3']);
    // Key c did not wait for a and b to recover.
    expect(sink.tried.indexOf('c3')).toBeLessThan(sink.tried.lastIndexOf('a2'));
  });

  it('a record that can never be written holds its own key and no other, however many wait behind it', async () => {
    const warnings: LogFields[] = [];
    const logger: Logger = { ...silentLogger, warn: (fields) => warnings.push(fields) };
    const sink = new ScriptedSink((text) => (text === 'a0' ? 'too-large' : 'ack'));
    const { clock, relay, add, state } = bench({ sink, logger, maxPageEntries: 3 });
    await add(...Array.from({ length: 20 }, (_, n) => `a${n}`), 'b1', '-1');
    relay.start();
    await waitUntil('the others are published', () => sink.written.length === 2);
    await clock.advance(120_000);
    await relay.stop();
    expect(sink.written.toSorted()).toEqual(['b1', 'null1']);
    expect((await state.outbox.backlog()).entries).toBe(20);
    expect(warnings[0]).toMatchObject({ topic: 'shop.sales', position: 1, error: expect.stringContaining('SPW-1112') });
  });

  it('a log that does not answer costs ever fewer tries, loses nothing, and all is published when it is back', async () => {
    let isAway = true;
    const sink = new ScriptedSink(() => (isAway ? 'not-written' : 'ack'));
    const { clock, relay, add, drained } = bench({ sink });
    const texts = Array.from({ length: 3_000 }, (_, n) => `${'abcdefgh'[n % 8]}${n}`);
    await add(...texts);
    relay.start();
    await clock.advance(600_000);
    // 0.2, 0.4 … 10 s apart, one record per key each time.
    expect(sink.tried.length).toBeLessThan(70 * 8);
    isAway = false;
    await drained();
    await relay.stop();
    for (const key of 'abcdefgh') expect(ofKey(sink.written, key)).toEqual(ofKey(texts, key));
  });

  it('one record of a key is on its way at a time, keys side by side', async () => {
    const { sink, relay, add, drained } = bench();
    await add('a1', 'a2', 'a3', 'b1', 'b2', 'c1');
    relay.start();
    await drained();
    await relay.stop();
    expect(sink.mostInFlight).toBe(3);
  });

  it('a stop waits for what the sink has, notes it, and gives it nothing more', async () => {
    const gate = Promise.withResolvers<void>();
    const sink = new ScriptedSink();
    sink.hold = gate.promise;
    const { relay, add, state } = bench({ sink });
    await add('a1', 'a2', 'b1');
    relay.start();
    await waitUntil('both keys are on their way', () => sink.inFlight === 2);
    let isStopped = false;
    const stopped = relay.stop().then(() => (isStopped = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isStopped).toBe(false);
    gate.resolve();
    await stopped;
    expect(sink.tried).toEqual(['a1', 'b1']);
    expect((await state.outbox.backlog()).entries).toBe(1);
    await relay.stop();
  });

  it('an outage of thousands of keys at once is not tried key by key for ever', async () => {
    const sink = new ScriptedSink(() => 'not-written');
    const { clock, relay, add } = bench({ sink });
    await add(...Array.from({ length: 5_000 }, (_, n) => `-${n}`));
    relay.start();
    for (let turn = 0; turn < 40; turn++) {
      await clock.advance(1_000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await relay.stop();
    expect(new Set(sink.tried).size).toBe(1_000);
  });

  it('does not publish again what was acked while the database failed to note it', async () => {
    const { sink, relay, add, state, drained } = bench();
    const remove = state.outbox.remove.bind(state.outbox);
    let failures = 3;
    state.outbox.remove = async (positions) => {
      if (failures-- > 0) throw new SpillwayError('SPW-6001', 'away');
      await remove(positions);
    };
    await add('a1', 'b1');
    relay.start();
    await drained();
    await relay.stop();
    expect(sink.written).toEqual(['a1', 'b1']);
  });

  it('says how many wait and for how long', async () => {
    const gauges = new Map<string, number>();
    const metrics: Metrics = { ...noMetrics, set: (name, value) => void gauges.set(name, value) };
    const sink = new ScriptedSink(() => 'not-written');
    const { clock, relay, add } = bench({ sink, metrics });
    await add('a1', 'a2');
    relay.start();
    await clock.advance(10_000);
    await relay.stop();
    expect(gauges.get('spillway_outbox_pending_records')).toBe(2);
    expect(gauges.get('spillway_outbox_oldest_pending_age_seconds')).toBe(10);
  });
});

describe('outbox publisher', () => {
  it('notes the event by its contract and with its CloudEvents headers in the transaction of the caller', async () => {
    const { clock, state } = bench();
    const publisher = new OutboxPublisher({ outbox: state.outbox, codec: jsonCodec(), clock, newId: () => 'made' });
    const sale: Sale = { item: 'cup', quantity: 2 };
    const attributes = { source: '/shop', correlationId: 'c-1', causationId: 'd-1', subject: 'cup' };
    const [first, second] = await state.transaction(async (tx) => [
      await publisher.publish(tx, Sold, sale, attributes),
      await publisher.publish(tx, Sold, sale, { ...attributes, id: 'given' }),
    ]);
    expect([first, second]).toEqual([{ id: 'made' }, { id: 'given' }]);
    const entries = await state.outbox.next({
      exceptSequences: [],
      exceptPositions: [],
      maxEntries: 9,
      maxBytes: 1_000,
    });
    expect(entries.map(({ record }) => String(record.key))).toEqual(['cup', 'cup']);
    expect(readEventHeaders(entries[1]!.record.headers)).toMatchObject({
      attributes: { ...attributes, id: 'given', type: Sold.type, time: new Date(clock.nowMs()).toISOString() },
    });
  });

  it('an event that does not fit its contract leaves nothing', async () => {
    const { clock, state } = bench();
    const codec = { encode: () => { throw new SpillwayError('SPW-3001', 'does not fit'); } }; // prettier-ignore
    const publisher = new OutboxPublisher({ outbox: state.outbox, codec, clock, newId: () => 'made' });
    const sale: Sale = { item: 'cup', quantity: 2 };
    const work = state.transaction((tx) => publisher.publish(tx, Sold, sale, { source: '/shop' }));
    await expect(work).rejects.toMatchObject({ code: 'SPW-3001' });
    expect((await state.outbox.backlog()).entries).toBe(0);
  });
});
