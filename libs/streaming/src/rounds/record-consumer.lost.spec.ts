import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { outgoingSale, shopTopic, waitUntil } from '@spillway/testing';
import { memoryTransport, type MemoryTransport } from '../memory/memory-transport.js';
import { systemClock } from '../ports/clock.js';
import { silentLogger } from '../ports/logger.js';
import { noMetrics } from '../ports/metrics.js';
import type { PartitionBatch } from '../ports/record.js';
import { RecordConsumer } from './record-consumer.js';

describe('a record consumer whose positions are kept outside the log', () => {
  let transport: MemoryTransport;
  let consumer: RecordConsumer;
  /** Offsets that lie outside the log; a store that is away takes none and answers nothing. */
  let kept: Set<number>;
  let isAway: boolean;
  let asked: number;
  /** Offsets in the order in which they were kept. */
  let seen: number[];

  const append = async (count: number): Promise<void> => {
    for (let sale = 0; sale < count; sale += 1) {
      await transport.sink().append({ ...outgoingSale({ quantity: sale }), partition: 0 });
    }
  };
  const committed = async () => (await transport.admin().committed('audit', [shopTopic]))[0]?.offset ?? 0n;
  const reach = async (): Promise<void> => {
    if (isAway) throw new Error('the store is away');
  };
  const process = async (round: readonly PartitionBatch[]): Promise<void> => {
    await reach();
    for (const { offset } of round.flatMap(({ records }) => records)) {
      kept.add(offset);
      seen.push(offset);
    }
  };
  const startPositions = async () => {
    asked += 1;
    await reach();
    let offset = 0;
    while (kept.has(offset)) offset += 1;
    return [{ topic: shopTopic, partition: 0, offset: BigInt(offset) }];
  };
  const goAwayWith = async (rest: readonly number[]): Promise<void> => {
    isAway = true;
    await append(1);
    await waitUntil('it is suspended', () => consumer.status().state === 'suspended');
    kept = new Set(rest);
  };

  beforeEach(async () => {
    [kept, isAway, asked, seen] = [new Set(), false, 0, []];
    transport = memoryTransport();
    await transport.admin().ensureTopics([{ name: shopTopic, partitions: 1 }]);
    await append(6);
    consumer = new RecordConsumer({
      transport,
      groupId: 'audit',
      topics: [shopTopic],
      startFrom: 'beginning',
      clock: systemClock,
      logger: silentLogger,
      metrics: noMetrics,
      limits: { maxRoundRecords: 2, maxRoundsInFlight: 2, commitIntervalMs: 20, stopGraceMs: 200 },
      process,
      startPositions,
    });
    await consumer.start();
    await waitUntil('all is committed', async () => (await committed()) === 6n);
  });
  afterEach(() => consumer.stop());

  it('reads again from there what got lost while it was away, and nothing else', async () => {
    await goAwayWith([0, 1, 2, 3]);
    seen = [];
    isAway = false;
    await waitUntil('it is kept again', () => kept.size === 7);
    await waitUntil('it runs', () => consumer.status().state === 'running');
    expect(new Set(seen)).toEqual(new Set([4, 5, 6]));
    expect(await committed()).toBe(7n);
  });

  it('reads nothing again when nothing got lost, and asks no more than once', async () => {
    await goAwayWith([...kept]);
    seen = [];
    isAway = false;
    await waitUntil('it is kept', () => kept.size === 7);
    await append(4);
    await waitUntil('the rest is kept', () => kept.size === 11);
    expect(seen).toEqual([6, 7, 8, 9, 10]);
    expect(asked).toBe(2);
  });

  it('asks until there is an answer, and says meanwhile what keeps it', async () => {
    isAway = true;
    kept = new Set();
    consumer.askStartsAgain();
    await waitUntil('it is suspended', () => consumer.status().reason === 'the store is away');
    seen = [];
    isAway = false;
    await waitUntil('it is kept again', () => kept.size === 6);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
    await waitUntil('it runs', () => consumer.status().state === 'running');
  });
});
