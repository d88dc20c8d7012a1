import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { noMetrics, RecordConsumer, silentLogger, systemClock } from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { describeWithStack } from '../support/stack.js';
import { steadyLoad } from '../support/steady-load.js';

const maxRoundRecords = 100;

describeWithStack('a rebalance under load', ({ brokers }) => {
  it('loses no record, keeps the order per key, and repeats at most what was in flight', async () => {
    const run = randomUUID().slice(0, 8);
    const topic = `rebalance.${run}`;
    const groupId = `rebalance-${run}`;
    const transport = kafkaTransport({
      config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }),
    });
    await transport.admin().ensureTopics([{ name: topic, partitions: 6 }]);
    const firstSeen = new Map<string, number[]>();
    let deliveries = 0;
    const byMember = new Map<string, number>();
    const member = (name: string): RecordConsumer =>
      new RecordConsumer({
        transport,
        groupId,
        topics: [topic],
        startFrom: 'beginning',
        limits: { maxRoundRecords },
        clock: systemClock,
        logger: silentLogger,
        metrics: noMetrics,
        process: async (round) => {
          for (const { records } of round) {
            for (const { key, value } of records) {
              const seen = firstSeen.get(String(key)) ?? [];
              firstSeen.set(String(key), seen);
              if (!seen.includes(Number(value))) seen.push(Number(value));
              deliveries++;
              byMember.set(name, (byMember.get(name) ?? 0) + 1);
            }
          }
          // Some work after the effect: a round that a rebalance finds in flight.
          await sleep(15);
        },
      });
    const seenCount = (): number => [...firstSeen.values()].reduce((sum, { length }) => sum + length, 0);

    const stays = member('stays');
    await stays.start();
    const load = steadyLoad(transport.sink(), { topic, keys: 40, perSecond: 600 });
    await waitUntil('the first member works', () => seenCount() > 300);
    for (const name of ['joins', 'joins again']) {
      const guest = member(name);
      await guest.start();
      await waitUntil(`${name} works`, () => (byMember.get(name) ?? 0) > 150);
      await guest.stop();
      await waitUntil('all partitions are back', () => stays.status().partitions.length === 6);
    }
    const perKey = await load.stop();
    await waitUntil('everything sent was handled', () => seenCount() === load.acked());
    await stays.stop();
    await transport.close();

    for (const [key, count] of perKey) {
      expect({ key, seen: firstSeen.get(key) }).toEqual({ key, seen: Array.from({ length: count }, (_, n) => n) });
    }
    const rebalances = 4;
    expect(deliveries - load.acked()).toBeLessThanOrEqual(rebalances * maxRoundRecords);
  }, 90_000);
});
