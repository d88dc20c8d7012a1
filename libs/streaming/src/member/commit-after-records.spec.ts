import { afterEach, describe, expect, it } from '@jest/globals';
import { ShopBench, shopTopic, Sold, virtualClock } from '@spillway/testing';
import { noMetrics } from '../ports/metrics.js';
import { silentLogger } from '../ports/logger.js';
import { RecordConsumer } from '../rounds/record-consumer.js';
import { CommitPace } from './commit-pace.js';

/** No interval is ever over. */
const limits = { commitIntervalMs: 1e9, commitAfterRecords: 10 };
const handler = { kind: 'single', name: 'counts', definitions: [Sold], handle: async () => {} } as const;

let bench: ShopBench;
afterEach(() => bench?.close());

async function committed(groupId: string): Promise<bigint | undefined> {
  const [position] = await bench.transport.admin().committed(groupId, [shopTopic]);
  return position?.offset;
}

/** One after the other. */
async function sell(count: number, doneOffset: () => bigint | undefined): Promise<void> {
  for (let sold = 1; sold <= count; sold++) {
    await bench.sell({});
    await bench.until(() => doneOffset() === BigInt(sold), 10_000);
  }
}

describe('however long the interval, not more is left uncommitted than the limit', () => {
  it('by a group', async () => {
    bench = await ShopBench.open({ handlers: [handler], limits });
    const consumer = await bench.start();
    await sell(35, () => consumer.status().partitions[0]?.doneOffset);
    expect(await committed('stock')).toBe(30n);
  });

  it('by a consumer of rounds', async () => {
    bench = await ShopBench.open({ handlers: [handler] });
    const { transport, clock } = bench;
    const options = { transport, clock, limits, groupId: 'copies', topics: [shopTopic], process: async () => {} };
    const consumer = new RecordConsumer({
      ...options,
      startFrom: 'beginning',
      logger: silentLogger,
      metrics: noMetrics,
    });
    await consumer.start();
    await sell(35, () => consumer.status().partitions[0]?.doneOffset);
    expect(await committed('copies')).toBe(30n);
    await consumer.stop();
  });
});

describe('the pace of commits', () => {
  it('counts what is done while a commit is under way for the next', async () => {
    const clock = virtualClock();
    const pace = new CommitPace(limits, clock, new AbortController().signal);
    pace.done(9);
    let isTime = false;
    void pace.next().then(() => (isTime = true));
    await clock.advance(1_000);
    expect(isTime).toBe(false);
    pace.done(1);
    await clock.advance(0);
    expect(isTime).toBe(true);
    pace.done(10);
    expect(await pace.next()).toBe(true);
  });

  it('is over at once when the member has ended', async () => {
    const ended = new AbortController();
    const pace = new CommitPace(limits, virtualClock(), ended.signal);
    const next = pace.next();
    ended.abort();
    expect(await next).toBe(false);
    expect(await pace.next()).toBe(false);
  });
});
