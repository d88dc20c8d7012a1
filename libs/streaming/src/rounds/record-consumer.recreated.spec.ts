import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { outgoingSale, shopTopic, waitUntil } from '@spillway/testing';
import { memoryTransport, type MemoryTransport } from '../memory/memory-transport.js';
import { systemClock } from '../ports/clock.js';
import { silentLogger } from '../ports/logger.js';
import { noMetrics } from '../ports/metrics.js';
import type { TopicPartition } from '../ports/record.js';
import { RecordConsumer } from './record-consumer.js';
import type { RoundBatch } from './round-batch.js';

const partition = 0;

describe('a record consumer whose start positions name the life of the topic', () => {
  let transport: MemoryTransport;
  let consumer: RecordConsumer;
  /** `life:item`, as often as it was given. */
  let kept: string[];
  let lives: string[];
  let laterMs: number;
  /** Rounds wait for it. */
  let opened: Promise<void>;

  const sell = async (...items: readonly string[]): Promise<void> => {
    for (const item of items) await transport.sink().append({ ...outgoingSale({ item, id: item }), partition });
  };
  const makeTopic = async (): Promise<void> => {
    await transport.admin().ensureTopics([{ name: shopTopic, partitions: 1 }]);
    lives.push(await transport.admin().topicId(shopTopic));
  };
  const makeAgain = async (): Promise<void> => {
    transport.log.deleteTopic(shopTopic);
    await makeTopic();
  };
  const itemsOf = (life: number): readonly string[] =>
    kept.filter((each) => each.startsWith(`${lives[life]}:`)).map((each) => each.slice(lives[life]!.length + 1));
  const process = async (round: readonly RoundBatch[]): Promise<void> => {
    await opened;
    for (const { topicId, records } of round)
      kept.push(...records.map(({ headers }) => `${topicId}:${String(headers['ce_id'])}`));
  };
  const startPositions = async (partitions: readonly TopicPartition[]) => {
    const topicId = await transport.admin().topicId(shopTopic);
    const stored = kept.filter((each) => each.startsWith(`${topicId}:`)).length;
    return partitions.map((each) => ({ ...each, topicId, offset: BigInt(stored) }));
  };

  beforeEach(async () => {
    [kept, lives, laterMs, opened] = [[], [], 0, Promise.resolve()];
    transport = memoryTransport();
    await makeTopic();
    consumer = new RecordConsumer({
      transport,
      groupId: 'audit',
      topics: [shopTopic],
      startFrom: 'beginning',
      clock: { ...systemClock, nowMs: () => systemClock.nowMs() + laterMs },
      logger: silentLogger,
      metrics: noMetrics,
      limits: { commitIntervalMs: 20, lagIntervalMs: 20, stopGraceMs: 200 },
      process,
      startPositions,
    });
    await sell('old-0', 'old-1', 'old-2');
  });
  afterEach(() => consumer.stop());

  it('keeps both lives whole when the new one is longer than what it had read', async () => {
    await consumer.start();
    await waitUntil('the old ones are kept', () => kept.length === 3);
    await makeAgain();
    await sell('new-0', 'new-1', 'new-2', 'new-3', 'new-4');
    await waitUntil('the new ones are kept', () => itemsOf(1).length === 5);
    expect(itemsOf(0)).toEqual(['old-0', 'old-1', 'old-2']);
    expect(itemsOf(1)).toEqual(['new-0', 'new-1', 'new-2', 'new-3', 'new-4']);
    await waitUntil('it runs', () => consumer.status().state === 'running');
  });

  it('notices within half a minute a new life that is shorter', async () => {
    await consumer.start();
    await waitUntil('the old ones are kept', () => kept.length === 3);
    await makeAgain();
    await sell('new-0', 'new-1');
    laterMs = 30_000;
    await waitUntil('the new ones are kept', () => itemsOf(1).length === 2);
    expect(kept).toHaveLength(5);
  });

  it('takes nothing it had fetched of the old life for the new one', async () => {
    const gate = Promise.withResolvers<void>();
    opened = gate.promise;
    await consumer.start();
    await sell('old-3');
    await waitUntil('all is fetched', () => consumer.status().partitions[0]?.endOffset === 4n);
    await makeAgain();
    await sell('new-0');
    consumer.askStartsAgain();
    gate.resolve();
    await waitUntil('the new one is kept', () => itemsOf(1).length > 0);
    expect(itemsOf(1)).toEqual(['new-0']);
    expect(itemsOf(0).every((item) => item.startsWith('old'))).toBe(true);
  });

  it('waits while the topic is deleted', async () => {
    await consumer.start();
    await waitUntil('the old ones are kept', () => kept.length === 3);
    const gate = Promise.withResolvers<void>();
    opened = gate.promise;
    await sell('old-3', 'old-4');
    transport.log.deleteTopic(shopTopic);
    gate.resolve();
    await waitUntil('it is suspended', () => consumer.status().state === 'suspended');
    await makeTopic();
    await sell('new-0');
    await waitUntil('the new one is kept', () => itemsOf(1).length === 1, 20_000);
    expect(kept.every((each) => each.startsWith(`${lives[0]}:old`) || each === `${lives[1]}:new-0`)).toBe(true);
  }, 30_000);
});
