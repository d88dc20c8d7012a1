import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { outgoingSale, shopTopic, waitUntil } from '@spillway/testing';
import { memoryTransport, type MemoryTransport } from '../memory/memory-transport.js';
import { systemClock } from '../ports/clock.js';
import { silentLogger } from '../ports/logger.js';
import { noMetrics } from '../ports/metrics.js';
import { RecordConsumer } from './record-consumer.js';

interface Round {
  readonly first: number;
  readonly finish: () => void;
  readonly fail: () => void;
}

describe('a record consumer with two rounds in flight', () => {
  let transport: MemoryTransport;
  let consumer: RecordConsumer;
  /** All that were begun, in that order. */
  let rounds: Round[];

  const committed = async () => (await transport.admin().committed('stock', [shopTopic]))[0]?.offset ?? 0n;
  const firsts = () => rounds.map(({ first }) => first);

  beforeEach(async () => {
    rounds = [];
    transport = memoryTransport();
    await transport.admin().ensureTopics([{ name: shopTopic, partitions: 1 }]);
    for (let sale = 0; sale < 10; sale += 1) {
      await transport.sink().append({ ...outgoingSale({ quantity: sale }), partition: 0 });
    }
    consumer = new RecordConsumer({
      transport,
      groupId: 'stock',
      topics: [shopTopic],
      startFrom: 'beginning',
      clock: systemClock,
      logger: silentLogger,
      metrics: noMetrics,
      limits: { maxRoundRecords: 2, maxRoundsInFlight: 2, commitIntervalMs: 20, stopGraceMs: 200 },
      process: ([batch]) =>
        new Promise<void>((resolve, reject) => {
          const first = batch!.records[0]!.offset;
          rounds.push({ first, finish: resolve, fail: () => reject(new Error('down')) });
        }),
    });
    await consumer.start();
    await waitUntil('two have begun', () => rounds.length === 2);
  });
  afterEach(() => consumer.stop());

  it('begins them in the order of the log, and a third when one is done', async () => {
    await systemClock.sleep(50);
    expect(firsts()).toEqual([0, 2]);
    rounds[0]!.finish();
    await waitUntil('the third has begun', () => rounds.length === 3);
    expect(firsts()).toEqual([0, 2, 4]);
    await waitUntil('the first is committed', async () => (await committed()) === 2n);
  });

  it('commits nothing of one that is done before those below it', async () => {
    rounds[1]!.finish();
    await waitUntil('the third has begun', () => rounds.length === 3);
    await systemClock.sleep(100);
    expect(await committed()).toBe(0n);
    rounds[0]!.finish();
    await waitUntil('both are committed', async () => (await committed()) === 4n);
  });

  it('begins no other while one is tried again', async () => {
    rounds[0]!.fail();
    await waitUntil('it is suspended', () => consumer.status().state === 'suspended');
    rounds[1]!.finish();
    await waitUntil('the first is tried again', () => rounds.length === 3);
    await systemClock.sleep(50);
    expect(firsts()).toEqual([0, 2, 0]);
    expect(consumer.status().state).toBe('suspended');
    rounds[2]!.finish();
    await waitUntil('it goes on', () => rounds.length === 5);
    expect(firsts().slice(3)).toEqual([4, 6]);
    await waitUntil('it is committed', async () => (await committed()) === 4n);
    expect(consumer.status().state).toBe('running');
  });

  it('stops without waiting for what does not end', async () => {
    await consumer.stop();
    expect(consumer.status().state).toBe('stopped');
    expect(await committed()).toBe(0n);
  });
});
