import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { outgoingSale, rememberingProcessor, shopTopic, waitUntil } from '@spillway/testing';
import { memoryTransport, type MemoryTransport } from '../memory/memory-transport.js';
import { systemClock } from '../ports/clock.js';
import { silentLogger } from '../ports/logger.js';
import { noMetrics } from '../ports/metrics.js';
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

describe('RecordConsumer at its assignment', () => {
  it('refuses to run when it is told so, with the reason, and leaves the group', async () => {
    const consumer = consumerOf({
      process: rememberingProcessor().process,
      onAssigned: () => Promise.reject(new SpillwayError('SPW-5004', 'the store serves one process')),
    });
    await expect(consumer.start()).rejects.toThrow('the store serves one process');
    expect(consumer.status()).toMatchObject({ state: 'failed', reason: 'SPW-5004 the store serves one process' });
    expect(await transport.admin().members(groupId)).toBe(0);
  });

  it('tells who supervises it when it is refused after its start', async () => {
    let assignments = 0;
    const refusal = new SpillwayError('SPW-1103', 'the topic has gone');
    const consumer = consumerOf({
      process: rememberingProcessor().process,
      onAssigned: async () => {
        if (++assignments > 1) throw refusal;
      },
    });
    await consumer.start();
    await consumerOf({ process: rememberingProcessor().process }).start();
    expect(await consumer.failed).toBe(refusal);
    expect(consumer.status()).toMatchObject({ state: 'failed' });
  });

  it('waits until start positions are known, and honours them above the commits', async () => {
    await append(0, 5);
    const { seen, process } = rememberingProcessor();
    let failures = 1;
    const consumer = consumerOf({
      process,
      startPositions: async () => {
        if (failures-- > 0) throw new Error('database away');
        return [{ topic: shopTopic, partition: 0, offset: 3n }];
      },
    });
    const starting = consumer.start();
    await waitUntil('it is suspended', () => consumer.status().state === 'suspended');
    expect(consumer.status().reason).toBe('database away');
    await starting;
    await waitUntil('the rest is given', () => seen.length === 2);
    expect(seen).toEqual(['0:3', '0:4']);
  });

  it('knows again what it did behind a gap: the gap stays as long as it was, and nothing is read again', async () => {
    await append(0, 9);
    transport.log.trim(shopTopic, 0, 5);
    const { seen, process } = rememberingProcessor();
    const errors: unknown[] = [];
    const consumer = consumerOf({
      process,
      startPositions: async () => [{ topic: shopTopic, partition: 0, offset: 2n, doneAbove: [[4, 6]] }],
      logger: { ...silentLogger, error: (fields) => void errors.push(fields) },
    });
    await consumer.start();
    await waitUntil('the rest is given', () => seen.length === 2);
    expect(seen).toEqual(['0:7', '0:8']);
    expect(errors).toEqual([expect.objectContaining({ code: 'SPW-5009', firstOffset: 2, lastOffset: 3 })]);
  });

  it('refuses a log that ends before what the group has done: it is another log', async () => {
    await append(0, 2);
    const consumer = consumerOf({
      process: rememberingProcessor().process,
      startPositions: async () => [{ topic: shopTopic, partition: 0, offset: 7n }],
    });
    await expect(consumer.start()).rejects.toMatchObject({ code: 'SPW-5010' });
    expect(consumer.status().state).toBe('failed');
  });

  it('remembers where a group that starts at the end started, before anything is done', async () => {
    await append(0, 2);
    const failing = consumerOf({ startFrom: 'latest', process: () => Promise.reject(new Error('away')) });
    await failing.start();
    await append(0, 1);
    await waitUntil('it is suspended', () => failing.status().state === 'suspended');
    await failing.stop();
    const { seen, process } = rememberingProcessor();
    await consumerOf({ startFrom: 'latest', process }).start();
    await waitUntil('what came since is given', () => seen.length > 0);
    expect(seen).toEqual(['0:2']);
  });

  it('can be stopped while it waits for start positions', async () => {
    const consumer = consumerOf({
      process: rememberingProcessor().process,
      startPositions: () => Promise.reject(new Error('database away')),
    });
    const starting = consumer.start();
    await waitUntil('it is suspended', () => consumer.status().state === 'suspended');
    await consumer.stop();
    await starting;
    expect(consumer.status().state).toBe('stopped');
  });
});
