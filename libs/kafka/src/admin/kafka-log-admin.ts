import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { SpillwayError, type TopicDefinition } from '@spillway/events';
import type {
  AccessRule,
  CommittedPosition,
  LogAdmin,
  PartitionRange,
  RecordPosition,
  TopicPartition,
  TopicSummary,
} from '@spillway/streaming';
import kafkajs from 'kafkajs';
import { kafkaErrorFacts } from '../errors/kafka-error-facts.js';
import type { AdminCalls, AdminClient } from './admin-client.js';
import { allAccess, toAccessRules, toAcl } from './access-rules.js';
import type { AskAnyBroker } from './ask-any-broker.js';
import { askWhileRenewed } from './ask-while-renewed.js';
import { changeSettingsRequest } from './change-settings-request.js';
import type { DescribedCluster } from './cluster-place.js';
import { fetchTopicList } from './fetch-topic-list.js';
import { TopicIds } from './topic-ids.js';

const maxTries = 100;
const pauseMs = 100;
const notYetThere = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE']);
const unknownTopic = 3;
const refusedCodes = new Set([29, 31]);
/** Nothing committed is -1. */
const resetByClient = '-2';

/** What an app asks of the cluster beside reading and writing. */
export class KafkaLogAdmin implements LogAdmin {
  readonly #topicIds: TopicIds;

  constructor(
    private readonly client: AdminClient,
    private readonly askAnyBroker: AskAnyBroker,
  ) {
    this.#topicIds = new TopicIds(askAnyBroker);
  }

  /** Reaches the cluster, or throws `SPW-1101`/`SPW-1102`. Answers what it says of itself. */
  ping(): Promise<DescribedCluster> {
    return this.client.call('Connecting to Kafka', (admin) => admin.describeCluster());
  }

  async ensureTopics(topics: readonly TopicDefinition[]): Promise<readonly string[]> {
    return this.client.call(`Creating ${topics.length} topics`, async (admin) => {
      const existing = new Set(await admin.listTopics());
      const missing = topics.filter(({ name }) => !existing.has(name));
      if (missing.length > 0) await createTopics(admin, missing);
      // Again for all: another process may have created a topic in between, with another count.
      refuseOtherCounts(await partitionsOf(admin, topics), topics);
      return missing.map(({ name }) => name);
    });
  }

  async ranges(topic: string): Promise<readonly PartitionRange[]> {
    // Asked first because fetchTopicOffsets retries for a quarter of a minute on a topic that does not exist.
    await this.partitionCount(topic);
    const offsets = await this.client.call(`Reading the offsets of ${topic}`, (admin) =>
      askWhileRenewed(() => admin.fetchTopicOffsets(topic)),
    );
    return offsets
      .map(({ partition, low, high }) => ({ topic, partition, beginOffset: BigInt(low), endOffset: BigInt(high) }))
      .toSorted((a, b) => a.partition - b.partition);
  }

  async offsetsAt(topic: string, timeMs: number): Promise<readonly RecordPosition[]> {
    await this.partitionCount(topic);
    const offsets = await this.client.call(`Finding the offsets of ${topic} by time`, (admin) =>
      askWhileRenewed(() => admin.fetchTopicOffsetsByTimestamp(topic, timeMs)),
    );
    return offsets
      .map(({ partition, offset }) => ({ topic, partition, offset: BigInt(offset) }))
      .toSorted((a, b) => a.partition - b.partition);
  }

  async committed(groupId: string, topics: readonly string[]): Promise<readonly CommittedPosition[]> {
    const rows = await this.#fetchCommitted(groupId, topics);
    return rows
      .filter(({ offset }) => !offset.startsWith('-'))
      .map(({ topic, partition, offset, metadata }) => ({
        topic,
        partition,
        offset: BigInt(offset),
        ...(metadata ? { metadata } : {}),
      }));
  }

  /** kafkajs commits -2 over the position of a partition when it goes to the beginning of its log by itself. */
  async overwritten(groupId: string, topics: readonly string[]): Promise<readonly TopicPartition[]> {
    const rows = await this.#fetchCommitted(groupId, topics);
    return rows.filter(({ offset }) => offset === resetByClient).map(({ topic, partition }) => ({ topic, partition }));
  }

  async topicId(topic: string): Promise<string> {
    return this.#topicIds.of(topic);
  }

  async topics(): Promise<readonly TopicSummary[]> {
    const listed = await fetchTopicList(this.askAnyBroker);
    return listed.map(({ name, partitions }) => ({ name, partitions }));
  }

  async settings(topic: string): Promise<Readonly<Record<string, string>>> {
    // Asked first because a topic that does not exist has the settings of any other.
    await this.partitionCount(topic);
    const { resources } = await this.client.call(`Reading the settings of ${topic}`, (admin) =>
      admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }],
      }),
    );
    return Object.fromEntries(
      resources.flatMap(({ configEntries }) => configEntries.map((entry) => [entry.configName, entry.configValue])),
    );
  }

  async changeSettings(topic: string, settings: Readonly<Record<string, string>>): Promise<void> {
    const tried = `Changing the settings of ${topic}`;
    const { errorCode, message } = await this.askAnyBroker(changeSettingsRequest(topic, settings), tried);
    if (errorCode === 0) return this.#untilChanged(topic, settings);
    if (errorCode === unknownTopic) throw new SpillwayError('SPW-1103', `The topic ${topic} does not exist`);
    const code = refusedCodes.has(errorCode) ? 'SPW-1102' : 'SPW-1101';
    throw new SpillwayError(code, `${tried} failed: error ${errorCode} of the broker. ${message}`);
  }

  async accessRules(): Promise<readonly AccessRule[] | undefined> {
    return this.client.call('Reading the access rules', async (admin) => {
      try {
        return toAccessRules((await admin.describeAcls(allAccess)).resources);
      } catch (error) {
        if (kafkaErrorFacts(error).kind === 'SECURITY_DISABLED') return undefined;
        throw error;
      }
    });
  }

  async allow(rules: readonly AccessRule[]): Promise<void> {
    await this.client.call(`Adding ${rules.length} access rules`, (admin) =>
      admin.createAcls({ acl: rules.map(toAcl) }),
    );
    for (let tries = 1; tries < maxTries; tries++) {
      const known = (await this.accessRules()) ?? rules;
      if (rules.every((rule) => known.some((each) => isDeepStrictEqual(each, rule)))) return;
      await sleep(pauseMs);
    }
  }

  async addPartitions(topic: string, partitions: number): Promise<void> {
    if ((await this.partitionCount(topic)) >= partitions) return;
    await this.client.call(`Giving ${topic} ${partitions} partitions`, async (admin) => {
      await admin
        .createPartitions({ topicPartitions: [{ topic, count: partitions }] })
        .catch(async (error: unknown) => {
          // Another may have done it meanwhile.
          if (((await partitionsOf(admin, [{ name: topic }])).get(topic) ?? 0) < partitions) throw error;
        });
      await untilAdded(admin, topic, partitions);
    });
  }

  async members(groupId: string): Promise<number> {
    const { groups } = await this.client.call(`Describing ${groupId}`, (admin) => admin.describeGroups([groupId]));
    return groups.find((group) => group.groupId === groupId)?.members.length ?? 0;
  }

  /** @throws SpillwayError `SPW-1103` when the topic does not exist */
  async partitionCount(topic: string): Promise<number> {
    const { topics } = await this.client.call(`Reading the partitions of ${topic}`, (admin) =>
      admin.fetchTopicMetadata({ topics: [topic] }),
    );
    return topics.find(({ name }) => name === topic)?.partitions.length ?? 0;
  }

  close(): Promise<void> {
    return this.client.close();
  }

  /** The broker that is asked may hear of a change later than the controller that made it. */
  async #untilChanged(topic: string, wanted: Readonly<Record<string, string>>): Promise<void> {
    for (let tries = 1; tries < maxTries; tries++) {
      const settings = await this.settings(topic);
      if (Object.entries(wanted).every(([name, value]) => settings[name] === value)) return;
      await sleep(pauseMs);
    }
  }

  async #fetchCommitted(groupId: string, topics: readonly string[]) {
    const answers = await this.client.call(`Reading what ${groupId} committed`, (admin) =>
      admin.fetchOffsets({ groupId, topics: [...topics] }),
    );
    return answers.flatMap(({ topic, partitions }) => partitions.map((row) => ({ topic, ...row })));
  }
}

function toTopicConfig({ name, partitions, config }: TopicDefinition) {
  const configEntries = Object.entries(config ?? {}).map(([key, value]) => ({ name: key, value }));
  return { topic: name, numPartitions: partitions, configEntries };
}

async function createTopics(admin: AdminCalls, topics: readonly TopicDefinition[]): Promise<void> {
  // Waiting for leaders gives the broker the moment that it needs until a member can join on the topic.
  const created = admin.createTopics({ topics: topics.map(toTopicConfig), waitForLeaders: true });
  await created.catch((error: unknown) => {
    // Made, but the broker that was asked about its leaders has not heard of it yet.
    if (!notYetThere.has(kafkaErrorFacts(error).kind)) throw error;
  });
}

type PartitionCounts = ReadonlyMap<string, number>;

/**
 * Partition counts by topic, once every topic is known and led: the broker that is asked may hear of a new topic later
 * than the controller that made it.
 */
async function partitionsOf(
  admin: AdminCalls,
  topics: readonly Pick<TopicDefinition, 'name'>[],
): Promise<PartitionCounts> {
  const names = topics.map(({ name }) => name);
  for (let tries = 1; ; tries++) {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics: names });
      const isLed = metadata.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
      if (isLed || tries === maxTries)
        return new Map(metadata.topics.map(({ name, partitions }) => [name, partitions.length]));
    } catch (error) {
      if (tries === maxTries || !notYetThere.has(kafkaErrorFacts(error).kind)) throw error;
    }
    await sleep(pauseMs);
  }
}

/** The broker that is asked may hear of new partitions later than the controller that made them. */
async function untilAdded(admin: AdminCalls, topic: string, partitions: number): Promise<void> {
  for (let tries = 1; tries < maxTries; tries++) {
    if (((await partitionsOf(admin, [{ name: topic }])).get(topic) ?? 0) >= partitions) return;
    await sleep(pauseMs);
  }
}

function refuseOtherCounts(counts: PartitionCounts, wanted: readonly TopicDefinition[]): void {
  const differing = wanted.filter(({ name, partitions }) => counts.get(name) !== partitions);
  if (differing.length === 0) return;
  const list = differing.map(({ name, partitions }) => `${name} has ${counts.get(name)} partitions, not ${partitions}`);
  throw new SpillwayError('SPW-1104', list.join('; '));
}
