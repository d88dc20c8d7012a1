import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { outgoingSale, rememberingProcessor, shopTopic, waitUntil } from '@spillway/testing';
import { memoryTransport, type MemoryTransport } from '../memory/memory-transport.js';
import { systemClock } from '../ports/clock.js';
import { silentLogger } from '../ports/logger.js';
import { noMetrics } from '../ports/metrics.js';
import type { RecordSourceListener } from '../ports/record-source.js';
import type { Transport } from '../ports/transport.js';
import { RecordConsumer } from './record-consumer.js';
import type { RecordConsumerOptions } from './record-consumer-options.js';

const groupId = 'stock';

let transport: MemoryTransport;
let consumers: RecordConsumer[];

beforeEach(async () => {
  transport = memoryTransport();
  consumers = [];
  await transport.admin().ensureTopics([{ name: shopTopic, partitions: 4 }]);
});
afterEach(() => Promise.all(consumers.map((consumer) => consumer.stop())));

function consumerOf(options: Partial<RecordConsumerOptions> & Pick<RecordConsumerOptions, 'process'>): RecordConsumer {
  const consumer = new RecordConsumer({
    transport,
    groupId,
    topics: [shopTopic],
    startFrom: 'beginning',
    clock: systemClock,
    logger: silentLogger,
    metrics: noMetrics,
    ...options,
    limits: { commitIntervalMs: 20, lagIntervalMs: 20, stopGraceMs: 200, ...options.limits },
  });
  consumers.push(consumer);
  return consumer;
}

async function append(partition: number, count: number): Promise<void> {
  const sale = { ...outgoingSale({ quantity: count }), partition };
  await Promise.all(Array.from({ length: count }, () => transport.sink().append(sale)));
}

async function committed(): Promise<Record<number, bigint>> {
  const positions = await transport.admin().committed(groupId, [shopTopic]);
  return Object.fromEntries(positions.map(({ partition, offset }) => [partition, offset]));
}

const isDone = (consumer: RecordConsumer, doneCount: number) => () =>
  consumer.status().partitions.reduce((sum, { doneOffset }) => sum + Number(doneOffset), 0) === doneCount;

describe('RecordConsumer', () => {
  it('gives every record once and in order, and commits it within the interval', async () => {
    const { seen, process } = rememberingProcessor();
    await append(0, 3);
    await append(1, 2);
    const consumer = consumerOf({ process });
    await consumer.start();
    await append(0, 2);
    await waitUntil('all are committed', async () => (await committed())[0] === 5n && (await committed())[1] === 2n);
    expect(seen.filter((place) => place.startsWith('0'))).toEqual(['0:0', '0:1', '0:2', '0:3', '0:4']);
    expect(seen.filter((place) => place.startsWith('1'))).toEqual(['1:0', '1:1']);
  });

  it('goes on where it committed', async () => {
    const first = rememberingProcessor();
    await append(0, 3);
    const before = consumerOf({ process: first.process });
    await before.start();
    await waitUntil('all are done', isDone(before, 3));
    await before.stop();
    await append(0, 2);
    const second = rememberingProcessor();
    await consumerOf({ process: second.process }).start();
    await waitUntil('the rest is given', () => second.seen.length === 2);
    expect(second.seen).toEqual(['0:3', '0:4']);
  });

  it('says where it stands: done, end of the log, lag', async () => {
    await append(0, 5);
    let open = false;
    const consumer = consumerOf({
      limits: { maxRoundRecords: 2 },
      process: async () => {
        if (!open) throw new Error('closed');
      },
    });
    await consumer.start();
    await append(0, 5);
    await waitUntil('the lag is measured', () => consumer.status().partitions[0]?.lag === 10);
    open = true;
    await waitUntil('all are done', isDone(consumer, 10));
    expect(consumer.status().partitions[0]).toEqual({
      topic: shopTopic,
      partition: 0,
      doneOffset: 10n,
      endOffset: 10n,
      lag: 0,
    });
  });

  it.each([
    ['an error', new Error('warehouse away'), 'warehouse away'],
    ['undefined', undefined, 'thrown undefined: undefined'],
  ])(
    'is suspended by a round rejected with %s, commits nothing of it, and gives it again',
    async (_what, error, reason) => {
      let rejections = 2;
      const rounds: number[][] = [];
      const consumer = consumerOf({
        process: (round) => {
          rounds.push(round.flatMap((batch) => batch.records.map((record) => record.offset)));
          return rejections-- > 0 ? Promise.reject(error) : Promise.resolve();
        },
      });
      await append(0, 3);
      await consumer.start();
      await waitUntil('it is suspended', () => consumer.status().state === 'suspended');
      expect(consumer.status().reason).toBe(reason);
      expect(await committed()).toEqual({});
      await waitUntil('it is done at last', isDone(consumer, 3));
      expect(consumer.status()).toMatchObject({ state: 'running' });
      expect(rounds).toEqual([
        [0, 1, 2],
        [0, 1, 2],
        [0, 1, 2],
      ]);
    },
  );

  it('keeps little waiting and loses nothing when the processor is slow', async () => {
    const { seen, process } = rememberingProcessor();
    for (let partition = 0; partition < 4; partition++) await append(partition, 1_200);
    let mostQueued = 0;
    const consumer = consumerOf({
      limits: { maxQueuedBytes: 4_000, maxRoundRecords: 300 },
      process: async (round, signal) => {
        await systemClock.sleep(1);
        await process(round, signal);
        mostQueued = Math.max(mostQueued, pulled - seen.length);
      },
      transport: {
        ...transport,
        source: (options) => {
          const source = transport.source(options);
          const start = source.start.bind(source);
          source.start = (listener) => start(countingBatches(listener, (count) => (pulled += count)));
          return source;
        },
      },
    });
    let pulled = 0;
    await consumer.start();
    await waitUntil('all are given', () => seen.length === 4_800);
    expect(new Set(seen).size).toBe(4_800);
    // One fetch of 500 for each partition may be under way beyond the bound.
    expect(mostQueued).toBeLessThanOrEqual(2_500);
  });

  it('waits for a fuller round, but no longer than asked', async () => {
    const sizes: number[] = [];
    const consumer = consumerOf({
      limits: { lingerMs: 1_000, maxRoundRecords: 100 },
      process: async (round) => void sizes.push(round.reduce((sum, batch) => sum + batch.records.length, 0)),
    });
    await consumer.start();
    await append(0, 3);
    await systemClock.sleep(10);
    await append(1, 4);
    await waitUntil('the first round is done', () => sizes.length === 1);
    expect(sizes).toEqual([7]);
    const startedMs = performance.now();
    for (let partition = 0; partition < 4; partition++) await append(partition, 25);
    await waitUntil('the full round is done', () => sizes.length === 2);
    expect(sizes[1]).toBe(100);
    expect(performance.now() - startedMs).toBeLessThan(900);
  });

  describe('stopping', () => {
    it('lets the running round finish, commits it, leaves, and may be asked again', async () => {
      const gate = Promise.withResolvers<void>();
      const consumer = consumerOf({ process: () => gate.promise });
      await append(0, 3);
      await consumer.start();
      await systemClock.sleep(20);
      const stopping = [consumer.stop(), consumer.stop()];
      expect(consumer.status().state).toBe('draining');
      gate.resolve();
      await Promise.all(stopping);
      expect(consumer.status().state).toBe('stopped');
      expect(await committed()).toEqual({ 0: 3n });
      expect(await transport.admin().members(groupId)).toBe(0);
    });

    it('gives back a round that does not end within the grace, and commits nothing of it', async () => {
      let signal: AbortSignal | undefined;
      const late = Promise.withResolvers<void>();
      const consumer = consumerOf({
        limits: { stopGraceMs: 30 },
        process: (_round, given) => {
          signal = given;
          return late.promise;
        },
      });
      await append(0, 3);
      await consumer.start();
      await waitUntil('the round runs', () => signal !== undefined);
      await consumer.stop();
      expect(signal?.aborted).toBe(true);
      late.resolve();
      await systemClock.sleep(20);
      expect(await committed()).toEqual({});
    });

    it('does not wait for the next try of a suspended round', async () => {
      const consumer = consumerOf({ process: () => Promise.reject(new Error('away for long')) });
      await append(0, 1);
      await consumer.start();
      await waitUntil('it is suspended', () => consumer.status().state === 'suspended');
      const startedMs = performance.now();
      await consumer.stop();
      expect(performance.now() - startedMs).toBeLessThan(150);
    });
  });

  describe('losing partitions', () => {
    it('drops the result of a round that was running, tells it to end, and commits nothing for what was lost', async () => {
      const gate = Promise.withResolvers<void>();
      let signal: AbortSignal | undefined;
      let given = 0;
      const first = consumerOf({
        process: (_round, abort) => {
          given++;
          signal ??= abort;
          return given === 1 ? gate.promise : new Promise(() => {});
        },
      });
      for (let partition = 0; partition < 4; partition++) await append(partition, 2);
      await first.start();
      await waitUntil('the round runs', () => given === 1);
      const { seen, process } = rememberingProcessor();
      const second = consumerOf({ process });
      await second.start();
      await waitUntil('they share', () => second.status().partitions.length === 2);
      expect(signal?.aborted).toBe(true);
      gate.resolve();
      await waitUntil('the new owner reads all of its own', () => seen.length === 4);
      const lost = second.status().partitions.map(({ partition }) => partition);
      await systemClock.sleep(60);
      const positions = await committed();
      for (const partition of [0, 1, 2, 3]) {
        expect(positions[partition]).toBe(lost.includes(partition) ? 2n : undefined);
      }
    });

    it('commits what is done at the last moment, so that the new owner repeats nothing', async () => {
      const mine = rememberingProcessor();
      const first = consumerOf({ process: mine.process, limits: { commitIntervalMs: 60_000 } });
      for (let partition = 0; partition < 4; partition++) await append(partition, 2);
      await first.start();
      await waitUntil('all are done', isDone(first, 8));
      expect(await committed()).toEqual({});
      const theirs = rememberingProcessor();
      const second = consumerOf({ process: theirs.process });
      await second.start();
      await waitUntil('they share', () => second.status().partitions.length === 2);
      await systemClock.sleep(30);
      expect(theirs.seen).toEqual([]);
      expect(await committed()).toEqual({ 0: 2n, 1: 2n, 2: 2n, 3: 2n });
    });
  });

  it('goes on behind a gap when the log lost records it had not read', async () => {
    const { seen, process } = rememberingProcessor();
    await append(0, 5);
    const errors: unknown[] = [];
    const consumer = consumerOf({
      process,
      startPositions: async () => [{ topic: shopTopic, partition: 0, offset: 1n }],
      logger: { ...silentLogger, error: (fields) => void errors.push(fields) },
    });
    transport.log.trim(shopTopic, 0, 3);
    await consumer.start();
    await waitUntil('the rest is given', () => seen.length === 2);
    expect(seen).toEqual(['0:3', '0:4']);
    expect(errors).toEqual([expect.objectContaining({ code: 'SPW-5009', firstOffset: 1, lastOffset: 2 })]);
  });

  it('goes on behind a gap although the log cannot be asked at first, with nothing new to come', async () => {
    const { seen, process } = rememberingProcessor();
    const gate = Promise.withResolvers<void>();
    let away = false;
    const admin = transport.admin();
    const ranges: typeof admin.ranges = (topic) =>
      away ? Promise.reject(new Error('no broker')) : admin.ranges(topic);
    const consumer = consumerOf({
      process: (round, signal) => gate.promise.then(() => process(round, signal)),
      transport: { ...transport, admin: () => Object.assign(Object.create(admin) as typeof admin, { ranges }) },
      limits: { maxQueuedBytes: 1 },
    });
    await consumer.start();
    for (let offset = 0; offset < 4; offset++) {
      await append(0, 1);
      await systemClock.sleep(10);
    }
    transport.log.trim(shopTopic, 0, 3);
    away = true;
    gate.resolve();
    await waitUntil('it is suspended', () => consumer.status().reason === 'no broker');
    away = false;
    await waitUntil('the last is given', () => seen.at(-1) === '0:3');
  });

  it('fails when the log turns out to be shorter than what it has read: it is another log', async () => {
    const { seen, process } = rememberingProcessor();
    let listener: RecordSourceListener | undefined;
    await append(0, 3);
    const consumer = consumerOf({ process, transport: spying((started) => (listener = started)) });
    await consumer.start();
    await waitUntil('all are given', () => seen.length === 3);
    transport.log.deleteTopic(shopTopic);
    await transport.admin().ensureTopics([{ name: shopTopic, partitions: 4 }]);
    await append(0, 1);
    listener!.onBatch(transport.log.read(shopTopic, 0, 0)!);
    expect(await consumer.failed).toMatchObject({ code: 'SPW-5010' });
    expect(consumer.status().partitions).toEqual([]);
    expect(seen).toHaveLength(3);
  });

  it('ignores a fetch that does not follow and fetches again from where it is', async () => {
    const { seen, process } = rememberingProcessor();
    let listener: RecordSourceListener | undefined;
    await append(0, 3);
    const consumer = consumerOf({ process, transport: spying((started) => (listener = started)) });
    await consumer.start();
    await waitUntil('all are given', () => seen.length === 3);
    const stale = transport.log.read(shopTopic, 0, 1)!;
    listener!.onBatch(stale);
    listener!.onBatch({ ...stale, baseOffset: 50, nextOffset: 60 });
    await append(0, 2);
    await waitUntil('the new ones come', () => seen.length === 5);
    expect(seen).toEqual(['0:0', '0:1', '0:2', '0:3', '0:4']);
  });

  it('commits its position again when the client has reset it', async () => {
    const { seen, process } = rememberingProcessor();
    let listener: RecordSourceListener | undefined;
    await append(0, 3);
    const consumer = consumerOf({ process, transport: spying((started) => (listener = started)) });
    await consumer.start();
    await waitUntil('all are committed', async () => (await committed())[0] === 3n);
    transport.log.group(groupId).commit({ topic: shopTopic, partition: 0, offset: 0n });
    listener!.onBatch(transport.log.read(shopTopic, 0, 0)!);
    await waitUntil('what is done is committed again', async () => (await committed())[0] === 3n);
    expect(seen).toHaveLength(3);
  });

  it('joins again by itself when its source is lost', async () => {
    const { seen, process } = rememberingProcessor();
    const listeners: RecordSourceListener[] = [];
    await append(0, 2);
    const consumer = consumerOf({ process, transport: spying((listener) => listeners.push(listener)) });
    await consumer.start();
    await waitUntil('all are committed', async () => (await committed())[0] === 2n);
    listeners[0]!.onError(new Error('the client crashed'), true);
    expect(consumer.status()).toMatchObject({ state: 'suspended', reason: 'the client crashed' });
    await waitUntil('it joined again', () => listeners.length === 2 && consumer.status().state === 'running');
    await append(0, 1);
    await waitUntil('the new one comes', () => seen.length === 3);
    expect(await transport.admin().members(groupId)).toBe(1);
  });

  function spying(onStart: (listener: RecordSourceListener) => void): Transport {
    return {
      ...transport,
      source: (options) => {
        const source = transport.source(options);
        const start = source.start.bind(source);
        source.start = (listener) => {
          onStart(listener);
          return start(listener);
        };
        return source;
      },
    };
  }
});

function countingBatches(listener: RecordSourceListener, onCount: (records: number) => void): RecordSourceListener {
  return {
    ...listener,
    onBatch: (batch) => {
      onCount(batch.records.length);
      listener.onBatch(batch);
    },
  };
}
