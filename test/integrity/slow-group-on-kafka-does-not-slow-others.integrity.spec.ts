import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { defineEvent } from '@spillway/events';
import {
  defineGroup,
  GroupConsumer,
  noMetrics,
  silentLogger,
  systemClock,
  type BatchBinding,
  type Delivery,
  type EventCodec,
} from '@spillway/streaming';
import { waitUntil } from '@spillway/testing';
import { describeWithStack } from '../support/stack.js';
import { steadyLoad } from '../support/steady-load.js';

const perSecond = 500;
const partitions = 6;
const phaseMs = 3_000;

/** How one group fared in one phase. */
interface Phase {
  readonly handled: number;
  readonly medianDelayMs: number;
  readonly p99DelayMs: number;
}

/** Takes the delay from append to handling of each record, phase by phase. */
function stopwatch(): { take: (deliveries: readonly Delivery[]) => void; count: () => number; phase: () => Phase } {
  let delays: number[] = [];
  let handled = 0;
  const at = (sorted: readonly number[], share: number): number =>
    sorted[Math.floor(sorted.length * share)] ?? Infinity;
  return {
    take: (deliveries) => {
      const nowMs = Date.now();
      for (const { timestampMs } of deliveries) delays.push(nowMs - timestampMs);
      handled += deliveries.length;
    },
    count: () => handled,
    phase: () => {
      const sorted = delays.toSorted((a, b) => a - b);
      delays = [];
      return { handled: sorted.length, medianDelayMs: at(sorted, 0.5), p99DelayMs: at(sorted, 0.99) };
    },
  };
}

/** Which numbers of each key a group was given, in the order in which it was. */
function numbersOfKeys(): { note: (deliveries: readonly Delivery[]) => void; all: ReadonlyMap<string, number[]> } {
  const all = new Map<string, number[]>();
  const note = (deliveries: readonly Delivery[]): void => {
    for (const { event, record } of deliveries) {
      const key = String(record.key);
      const numbers = all.get(key);
      if (numbers === undefined) all.set(key, [event as number]);
      else numbers.push(event as number);
    }
  };
  return { note, all };
}

/** The load's values are plain numbers. */
function codecOf(definition: ReturnType<typeof defineEvent<number>>): EventCodec {
  const codec: Pick<EventCodec, 'decode'> = {
    decode: (value) => ({
      schemaId: 1,
      type: definition.type,
      definition: definition as never,
      payload: Number(value),
    }),
  };
  return codec as EventCodec;
}

describeWithStack('a slow group', ({ brokers }) => {
  it('slows no other: rate and lag of the other stay while it runs at a tenth, and while it is stopped', async () => {
    const run = randomUUID().slice(0, 8);
    const topic = `slow-group.${run}`;
    const transport = kafkaTransport({
      config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }),
    });
    await transport.admin().ensureTopics([{ name: topic, partitions }]);
    const schema = { type: 'record', name: 'Counted', fields: [] };
    const definition = defineEvent<number>({ topic, schema, key: String });
    let slowness = 0;
    const quick = stopwatch();
    const slow = stopwatch();
    const [givenToQuick, givenToSlow] = [numbersOfKeys(), numbersOfKeys()];
    const member = (name: string, handleBatch: BatchBinding['handleBatch']): GroupConsumer =>
      new GroupConsumer({
        transport,
        group: defineGroup(`${name}-${run}`, { startFrom: 'beginning', topics: { [topic]: { ordering: 'key' } } }),
        handlers: [{ kind: 'batch', name, definitions: [definition], handleBatch }],
        codec: codecOf(definition),
        clock: systemClock,
        logger: silentLogger,
        metrics: noMetrics,
      });
    const quickGroup = member('quick', (deliveries) => {
      givenToQuick.note(deliveries);
      quick.take(deliveries);
    });
    const slowMember = () =>
      member('slow', async (deliveries, { signal }) => {
        // A tenth of the rate: each event takes as long as ten arrivals in its partition.
        const eventMs = slowness * (1_000 / perSecond) * partitions;
        if (slowness > 0) await systemClock.sleep(deliveries.length * eventMs, signal);
        if (signal.aborted) return;
        givenToSlow.note(deliveries);
        slow.take(deliveries);
      });
    const slowGroup = slowMember();
    await Promise.all([quickGroup.start(), slowGroup.start()]);
    const load = steadyLoad(transport.sink(), { topic, keys: 60, perSecond });
    await waitUntil('both groups flow', () => quick.count() > perSecond && slow.count() > perSecond);

    const phases: (Phase & { readonly written: number })[] = [];
    const phase = async (): Promise<Phase> => {
      quick.phase();
      slow.phase();
      const writtenBefore = load.acked();
      await sleep(phaseMs);
      phases.push({ ...quick.phase(), written: load.acked() - writtenBefore });
      return slow.phase();
    };
    const slowAtFirst = await phase();
    slowness = 10;
    const slowAtATenth = await phase();
    const lagged = slowGroup.status().partitions.reduce((sum, { lag }) => sum + lag, 0);
    await slowGroup.stop();
    await phase();
    const published = await load.stop();
    await waitUntil('the quick group has all', () => quick.count() >= load.acked());
    slowness = 0;
    const slowAgain = slowMember();
    await slowAgain.start();
    await waitUntil('the slow group has all', () => slow.count() >= load.acked());
    await Promise.all([quickGroup.stop(), slowAgain.stop()]);
    const parked = [quickGroup, slowGroup, slowAgain].map((each) => each.counters()[topic]);
    await transport.close();

    // Each event of each key once, in order, whatever became of the group meanwhile; none of them parked.
    const inOrder = [...published].map(([key, count]) => [key, Array.from({ length: count }, (_, number) => number)]);
    expect(Object.fromEntries(givenToQuick.all)).toEqual(Object.fromEntries(inOrder));
    expect(Object.fromEntries(givenToSlow.all)).toEqual(Object.fromEntries(inOrder));
    expect(parked).toEqual(parked.map(() => expect.objectContaining({ retried: 0, held: 0, deadLettered: 0 })));

    // The experiment was one: the slow group really fell behind.
    expect(slowAtATenth.handled).toBeLessThan(slowAtFirst.handled / 4);
    expect(lagged).toBeGreaterThan(perSecond);
    const [before, ...later] = phases as [(typeof phases)[0], ...typeof phases];
    for (const other of later) {
      // A busy machine may write less than it is asked to; a group that waits for another would not keep up with that either.
      expect(other.written).toBeGreaterThan(perSecond);
      expect(other.handled).toBeGreaterThan(other.written * 0.9);
      // A busy machine moves single delays; a group that waits for another would wait for seconds.
      expect(other.medianDelayMs).toBeLessThan(before.medianDelayMs * 2 + 100);
      expect(other.p99DelayMs).toBeLessThan(before.p99DelayMs * 2 + 750);
    }
  }, 60_000);
});
