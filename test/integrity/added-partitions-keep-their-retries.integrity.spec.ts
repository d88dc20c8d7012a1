import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { deadLetterTopic, holdsTopic } from '@spillway/events';
import {
  completed,
  defineGroup,
  partitionForKey,
  retryLater,
  retryTopicDefinitions,
  type LogRecord,
} from '@spillway/streaming';
import { Counted, outgoingSale, shopTopic, waitUntil, type HandleSales, type Sale } from '@spillway/testing';
import { readTopics } from '../support/group-proof/read-topics.js';
import { watchAssignments } from '../support/watch-assignments.js';
import { shopOnKafka, type ShopOnKafka } from '../support/shop-on-kafka.js';
import { describeWithStack } from '../support/stack.js';
import { stockProcess, type StockProcess } from '../support/stock-process.js';

const keys = Array.from({ length: 24 }, (_, index) => `key-${index}`);
const before = 2;
const after = 6;
const rounds = 40;
/** Every so many rounds the event of each key fails once. */
const failsEvery = 5;
const handlerMs = 2;
const atFirst = { hasEnded: false, wasInFlight: false };

const group = defineGroup('stock', {
  startFrom: 'beginning',
  topics: {
    [shopTopic]: {
      ordering: 'key',
      ignore: [Counted],
      retry: { delaysMs: [300, 1_000] },
      whenDeadLettered: 'hold',
    },
  },
});
const ownTopics = retryTopicDefinitions(group, shopTopic, before);

interface Call {
  readonly key: string;
  readonly round: number;
  readonly attempt: number;
  /** Its event is done, or lies in the log as a retry. */
  hasEnded: boolean;
  /** It had not ended when its partition went. */
  wasInFlight: boolean;
}

/** Of a group without ledger and state store: those commit what their last flush had, and may repeat what came after it. */
describeWithStack('partitions added to a topic with retry topics while its group runs', ({ brokers }) => {
  let shop: ShopOnKafka;
  let members: StockProcess[] = [];
  afterEach(async () => {
    await Promise.all(members.map(({ consumer }) => consumer.stop()));
    members = [];
    await shop.close();
  });

  it.each([1, 2])(
    'are read and retried like the others, by %d member(s); order holds but between the two partitions of a key that moved',
    async (count) => {
      shop = await shopOnKafka(brokers, { partitions: before });
      await shop.transport.admin().ensureTopics(ownTopics);
      const calls: Call[] = [];
      let lefts = 0;
      const member = (): StockProcess => {
        const own: Call[] = [];
        const transport = watchAssignments(shop.transport, {
          left: () => {
            lefts++;
            for (const call of own.splice(0)) call.wasInFlight ||= !call.hasEnded;
          },
          written: ({ topic, value }) => {
            // Whoever takes a retry topic over asks its broker for the time: no copy.
            if (!/\.retry\./.test(topic) || value === null) return;
            const { key, round } = eventOf(value);
            for (const call of own) call.hasEnded ||= call.key === key && call.round === round && doesFail(call);
          },
        });
        const handle: HandleSales = async (sales, { signal }) => {
          const given = sales.map(({ event, attempt }): Call => ({ ...placeOf(event), attempt, ...atFirst }));
          calls.push(...given);
          own.push(...given);
          await sleep(handlerMs);
          for (const call of given) {
            call.hasEnded = !doesFail(call);
            call.wasInFlight ||= signal.aborted;
          }
          return given.map((call) => (doesFail(call) ? retryLater('not yet') : completed()));
        };
        return stockProcess({ transport, counted: [], group, handle, limits: { lagIntervalMs: 500 } });
      };
      members = Array.from({ length: count }, member);
      await Promise.all(members.map(({ consumer }) => consumer.start()));
      const owned = () => members.flatMap(({ consumer }) => consumer.status().partitions);
      const topics = 1 + ownTopics.length - 1;
      await waitUntil('all is assigned', () => owned().length === before * topics, 30_000);

      for (let round = 0; round < rounds / 2; round++) await sell(shop, round, before);
      await shop.setPartitions(after);
      for (let round = rounds / 2; round < rounds; round++) {
        const isTaken = () => sell(shop, round, after).then(() => true, () => false); // prettier-ignore
        await waitUntil('the topic takes it', isTaken, 20_000);
      }
      const ended = (key: string, round: number): boolean =>
        calls.some(
          (call) => call.key === key && call.round === round && call.attempt > (round % failsEvery === 0 ? 1 : 0),
        );
      const missing = () =>
        keys.flatMap((key) => Array.from({ length: rounds }, (_, round) => ({ key, round }))).filter(
          ({ key, round }) => !ended(key, round),
        ); // prettier-ignore
      await waitUntil('every event has ended', () => missing().length === 0, 60_000);
      await waitUntil('all partitions are theirs', () => owned().length === after * topics, 30_000);
      await waitUntil('the group runs', () => members.every(({ consumer }) => consumer.status().state === 'running'));
      expect(members.flatMap(({ consumer }) => consumer.status().incidents ?? [])).toEqual([]);

      const admin = shop.transport.admin();
      for (const { name } of ownTopics) expect([name, (await admin.ranges(name)).length]).toEqual([name, after]);
      expect(await readTopics(shop.transport, [deadLetterTopic(shopTopic, 'stock')])).toEqual([]);
      expect(await readTopics(shop.transport, [holdsTopic(shopTopic, 'stock')])).toEqual([]);

      const inLog = await readTopics(shop.transport, [shopTopic]);
      const explained = inLog.reduce((sum, record) => sum + callsOf(roundOf(record)), 0);
      expect(calls.length).toBeGreaterThanOrEqual(explained);

      const moved = keys.filter((key) => partitionOf(key, before) !== partitionOf(key, after));
      expect(moved.length).toBeGreaterThan(0);
      const breaks = keys.map((key) => ({ key, count: orderBreaks(calls, key, () => true) }));
      expect(breaks.filter(({ key, count: broken }) => broken > 0 && !moved.includes(key))).toEqual([]);
      for (const key of moved) {
        expect([key, orderBreaks(calls, key, (round) => round < rounds / 2)]).toEqual([key, 0]);
        expect([key, orderBreaks(calls, key, (round) => round >= rounds / 2)]).toEqual([key, 0]);
      }
      const broken = breaks.reduce((sum, each) => sum + each.count, 0);
      const repeated = `${calls.length - explained} of ${explained} calls repeated, all in flight when one of ${lefts} assignments ended`;
      expect(repeatedAfterTheirEnd(calls)).toEqual([]);
      process.stdout.write(
        `${moved.length} of ${keys.length} keys moved; ${broken} first deliveries out of order; ${repeated}\n`,
      );
    },
    180_000,
  );
});

function doesFail({ attempt, round }: Call): boolean {
  return attempt === 1 && round % failsEvery === 0;
}

/** Calls that were made again though they had ended. */
function repeatedAfterTheirEnd(calls: readonly Call[]): readonly Call[] {
  const ofEach = Map.groupBy(calls, ({ key, round, attempt }) => `${key}:${round}@${attempt}`);
  return [...ofEach.values()].flatMap((same) => same.slice(0, -1).filter(({ wasInFlight }) => !wasInFlight));
}

function callsOf(round: number): number {
  return round % failsEvery === 0 ? 2 : 1;
}

/** Of the event that a record holds. */
function roundOf({ value }: LogRecord): number {
  return eventOf(value).round;
}

function eventOf(value: Buffer | null): Pick<Call, 'key' | 'round'> {
  return placeOf((JSON.parse(String(value)) as { readonly payload: Sale }).payload);
}

function placeOf({ item }: Sale): Pick<Call, 'key' | 'round'> {
  const [key = '', round = ''] = item.split(':');
  return { key, round: Number(round) };
}

function partitionOf(key: string, partitions: number): number {
  return partitionForKey(Buffer.from(key), partitions);
}

async function sell(shop: ShopOnKafka, round: number, partitions: number): Promise<void> {
  const appends = keys.map((key) =>
    shop.append({
      ...outgoingSale({ item: `${key}:${round}`, id: `${key}:${round}` }),
      key: Buffer.from(key),
      partition: partitionOf(key, partitions),
    }),
  );
  await Promise.all(appends);
}

/** First deliveries of the key, among these rounds, that came before an earlier one had ended. */
function orderBreaks(calls: readonly Call[], key: string, isAmong: (round: number) => boolean): number {
  const seen = new Set<number>();
  const open = new Set<number>();
  let breaks = 0;
  let last = -1;
  for (const { round, attempt } of calls.filter((call) => call.key === key && isAmong(call.round))) {
    if (!seen.has(round)) {
      const isEarlierOpen = [...open].some((each) => each < round);
      if (round < last || isEarlierOpen) breaks++;
      last = Math.max(last, round);
    }
    seen.add(round);
    if (attempt === 1 && round % failsEvery === 0) open.add(round);
    else open.delete(round);
  }
  return breaks;
}
