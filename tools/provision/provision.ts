import { registerContracts, type ContractRegistry } from '@spillway/codecs';
import { consumerGroups } from '@spillway/consumer-app';
import { knownEvents, ordersTopic, retailTopics, spillwayTopics, type TopicDefinition } from '@spillway/events';
import { retryTopicDefinitions, type LogAdmin, type Transport } from '@spillway/streaming';
import { wakeCoordinators } from './wake-coordinators.ts';

export interface Provisioned {
  /** Topics that were not there before. */
  readonly createdTopics: readonly string[];
  readonly contracts: number;
}

/**
 * Creates every topic and registers every contract; what is there already stays as it is, but for the topics of groups
 * whose source has got more partitions: they get them as well.
 */
export async function provision(transport: Transport, registry: ContractRegistry): Promise<Provisioned> {
  const [createdTopics, contracts] = await Promise.all([
    createTopics(transport),
    registerContracts(registry, knownEvents),
  ]);
  return { createdTopics, contracts: contracts.size };
}

async function createTopics(transport: Transport): Promise<readonly string[]> {
  const admin = transport.admin();
  const existing = new Map((await admin.topics()).map(({ name, partitions }) => [name, partitions]));
  const wanted = wantedTopics(existing);
  for (const { name, partitions } of wanted) await addMissingPartitions(admin, name, partitions, existing);
  const created = await admin.ensureTopics(wanted);
  const groups = consumerGroups.map(({ name }) => name);
  await wakeCoordinators(admin, [...groups, 'audit'], [ordersTopic]);
  return created;
}

/** Every topic as it should be. A source that somebody gave more partitions than it was planned with keeps them. */
function wantedTopics(existing: ReadonlyMap<string, number>): readonly TopicDefinition[] {
  const sources = [...retailTopics, ...spillwayTopics].map((topic) => ({
    ...topic,
    partitions: Math.max(topic.partitions, existing.get(topic.name) ?? 0),
  }));
  const partitionsOf = new Map(sources.map(({ name, partitions }) => [name, partitions]));
  const own = consumerGroups.flatMap((group) =>
    Object.keys(group.topics).flatMap((topic) => retryTopicDefinitions(group, topic, partitionsOf.get(topic) ?? 1)),
  );
  return [...sources, ...own];
}

/** Of a group's topic alone: partitions of a source are never added here, since that moves keys. */
async function addMissingPartitions(
  admin: LogAdmin,
  topic: string,
  partitions: number,
  existing: ReadonlyMap<string, number>,
): Promise<void> {
  const isSource = [...retailTopics, ...spillwayTopics].some(({ name }) => name === topic);
  const count = existing.get(topic) ?? partitions;
  if (!isSource && count < partitions) await admin.addPartitions(topic, partitions);
}
