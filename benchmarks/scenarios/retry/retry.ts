import { randomUUID } from 'node:crypto';
import { kafkaConfigSchema, kafkaTransport } from '@spillway/kafka';
import { defineGroup, retryTopicDefinitions } from '@spillway/streaming';
import { makeTopics } from '../../harness/make-topics.ts';
import { measureInChild } from '../../harness/measure-in-child.ts';
import { objections } from '../../harness/oracle.ts';
import { packageVersions } from '../../harness/package-versions.ts';
import type { Measurement, Peer, Scenario } from '../../harness/scenario.ts';
import { fillTopic } from '../consume/fill-topic.ts';
import { eventsPerKey, retryTopicOptions, type RetryResult, type RetryTask } from './retry-task.ts';

type Rate = Pick<RetryTask, 'failEvery' | 'delayMs' | 'isCaught' | 'isAsked'> & Pick<Peer, 'name'>;

const partitions = 12;
const defaultEvents = 2_000_000;
/** At most: what an event of a drain takes where ten percent of them fail. */
const slowestMicrosPerEvent = 12;
/** What fails, of the bare loop. */
const bareRates = [
  { name: 'bare-none-fail', failEvery: 0 },
  { name: 'bare-1pct-fail', failEvery: 100 },
  { name: 'bare-10pct-fail', failEvery: 10 },
] as const;
/** Shorter: most comes back while the topic is drained, and is handled beside it. */
const soonMs = 1_000;
const idleEvents = 250;
/**
 * One event of each so many fails by itself, the first try only; the second of its key is held when it comes behind a first
 * that waits.
 *
 * @param laterMs longer than a drain takes: what fails goes into the tier meanwhile, and comes back behind it
 */
const ratesAt = (laterMs: number): readonly Rate[] => [
  { name: 'none-fail', failEvery: 0, delayMs: laterMs },
  { name: '1pct-fail', failEvery: 100, delayMs: laterMs },
  { name: '10pct-fail', failEvery: 10, delayMs: laterMs },
  { name: '1pct-fail-due', failEvery: 100, delayMs: soonMs },
  { name: '10pct-fail-due', failEvery: 10, delayMs: soonMs },
  { name: '1pct-caught', failEvery: 100, delayMs: laterMs, isCaught: true },
  { name: '10pct-caught', failEvery: 10, delayMs: laterMs, isCaught: true },
  { name: '1pct-asked', failEvery: 100, delayMs: laterMs, isAsked: true },
  { name: '10pct-asked', failEvery: 10, delayMs: laterMs, isAsked: true },
];

/**
 * What failures cost the topic they come from: its rate while a share of its events fails into a retry topic, and while
 * they come back besides, against the same topic without failures; and how exactly a retry on an idle topic keeps its time.
 * As a yardstick the handler itself catches the same errors and reads their stacks: what they cost before anything is retried;
 * and it asks for the same retries by its answer, without throwing. Beside it the bare loop of kafkajs sends what fails to a
 * topic by hand: no order, no waiting for what is due, no twins recognised.
 */
export const retry: Scenario = {
  name: 'retry',
  describe: "the topic's rate with 0, 1 and 10 % of its events failing into retries; lateness of retries",
  defaultEvents,
  prepare: async ({ brokers, events }) => {
    const keys = Math.ceil(events / eventsPerKey);
    const topic = `bench.retry-${randomUUID().slice(0, 8)}`;
    await fillTopic({ brokers, partitions, events, keys, topic, form: 'avro' });
    const transport = kafkaTransport({
      config: kafkaConfigSchema.parse({ SPILLWAY_KAFKA_BROKERS: brokers.join(',') }),
    });
    const run = async (file: string, task: RetryTask): Promise<Measurement> => {
      const group = defineGroup(task.groupId, {
        startFrom: 'beginning',
        topics: { [task.topic]: retryTopicOptions(task) },
      });
      const own = retryTopicDefinitions(group, task.topic, partitions);
      await makeTopics(transport.admin(), [{ name: task.topic, partitions }, ...own]);
      return measured(file, task);
    };
    const drain = ({ name, ...rate }: Rate): Peer => ({
      name,
      run: (round) => run('./main-rate.ts', { brokers, topic, groupId: `${name}-${round}`, events, keys, ...rate }),
    });
    const bare = ({ name, failEvery }: (typeof bareRates)[number]): Peer => ({
      name,
      run: async (round) => {
        const groupId = `${name}-${round}`;
        const retryTopic = `${topic}.${groupId}`;
        await makeTopics(transport.admin(), [{ name: retryTopic, partitions }]);
        const task = { brokers, topic, groupId, events, keys, failEvery, delayMs: 0, retryTopic };
        return measured('./bare-republish.ts', task);
      },
    });
    const lateness: Peer = {
      name: 'idle-topic',
      run: (round) => {
        const task = { brokers, topic: `${topic}-idle-${round}`, groupId: 'idle', failEvery: 1, delayMs: soonMs };
        return run('./lateness.ts', { ...task, events: idleEvents, keys: idleEvents });
      },
    };
    return {
      peers: [lateness, ...ratesAt(wholeSecondsMs(events * slowestMicrosPerEvent)).map(drain), ...bareRates.map(bare)],
      ratios: [
        { name: 'main-rate-1pct', of: '1pct-fail', to: 'none-fail' },
        { name: 'main-rate-10pct', of: '10pct-fail', to: 'none-fail' },
        { name: 'main-rate-1pct-due', of: '1pct-fail-due', to: 'none-fail' },
        { name: 'main-rate-10pct-due', of: '10pct-fail-due', to: 'none-fail' },
        { name: 'main-rate-1pct-caught', of: '1pct-caught', to: 'none-fail' },
        { name: 'main-rate-10pct-caught', of: '10pct-caught', to: 'none-fail' },
        { name: 'main-rate-1pct-asked', of: '1pct-asked', to: 'none-fail' },
        { name: 'main-rate-10pct-asked', of: '10pct-asked', to: 'none-fail' },
        { name: 'bare-rate-1pct', of: 'bare-1pct-fail', to: 'bare-none-fail' },
        { name: 'bare-rate-10pct', of: 'bare-10pct-fail', to: 'bare-none-fail' },
        { name: 'bare/none-fail', of: 'none-fail', to: 'bare-none-fail' },
        { name: 'bare/1pct-fail', of: '1pct-fail', to: 'bare-1pct-fail' },
        { name: 'bare/10pct-fail', of: '10pct-fail', to: 'bare-10pct-fail' },
      ],
      versions: packageVersions(['kafkajs', 'avsc']),
      close: () => transport.close(),
    };
  },
};

async function measured(file: string, task: RetryTask): Promise<Measurement> {
  const { measurement, sighting } = await measureInChild<RetryResult>(new URL(file, import.meta.url), task);
  const found = objections(sighting, task.events);
  if ((measurement.figures?.['beforeDue'] ?? 0) > 0) found.push('retries before they were due');
  if (found.length > 0) throw new Error(`${task.groupId} does not count: ${found.join(', ')}`);
  return measurement;
}

function wholeSecondsMs(micros: number): number {
  return Math.ceil(micros / 1_000_000) * 1_000;
}
