import { SpillwayError, type TopicDefinition } from '@spillway/events';
import type { AppManifest } from '../manifest/app-manifest.js';

/** A topic as the manifests want it. */
export interface DesiredTopic extends TopicDefinition {
  /** `source`: an app brings it. `group`: it belongs to a group, and has the partitions of its source. */
  readonly role: 'source' | 'group';
  /** The app that brings it or runs the group. */
  readonly app: string;
}

export interface DesiredTopics {
  readonly topics: readonly DesiredTopic[];
  /** Topics that groups read and no app brings: another team’s, which are left alone. */
  readonly foreign: readonly { readonly name: string; readonly app: string }[];
}

/**
 * Every topic that follows from the manifests. A source that somebody gave more partitions than it was planned with keeps
 * them, and the topics of groups follow; those of a source that is missing wait for it.
 *
 * @param existing partition counts of the topics there are
 * @throws SpillwayError `SPW-3021` when two apps bring one topic differently
 */
export function desiredTopics(manifests: readonly AppManifest[], existing: ReadonlyMap<string, number>): DesiredTopics {
  const sources = new Map<string, DesiredTopic>();
  for (const { app, log } of manifests) {
    for (const topic of log?.topics ?? []) addSource(sources, { ...topic, role: 'source', app });
  }
  const asTheyAre = [...sources.values()].map((topic) => ({
    ...topic,
    partitions: Math.max(topic.partitions, existing.get(topic.name) ?? 0),
  }));
  const partitionsOf = new Map([...existing, ...asTheyAre.map(({ name, partitions }) => [name, partitions] as const)]);
  const own = manifests.flatMap(({ app, log }) =>
    (log?.groupTopics ?? []).flatMap(({ name, source, config }): readonly DesiredTopic[] => {
      const partitions = partitionsOf.get(source);
      return partitions === undefined ? [] : [{ name, partitions, config, role: 'group', app }];
    }),
  );
  const topics = [...asTheyAre, ...own];
  return { topics, foreign: foreignTopics(manifests) };
}

function addSource(sources: Map<string, DesiredTopic>, topic: DesiredTopic): void {
  const known = sources.get(topic.name);
  if (known === undefined) sources.set(topic.name, topic);
  else if (shapeOf(known) !== shapeOf(topic)) {
    const detail = `The apps ${known.app} and ${topic.app} both bring ${topic.name}, each in another way`;
    throw new SpillwayError('SPW-3021', detail, { context: { topic: topic.name } });
  }
}

function shapeOf({ partitions, config = {} }: TopicDefinition): string {
  return JSON.stringify([partitions, Object.entries(config).toSorted()]);
}

function foreignTopics(manifests: readonly AppManifest[]): DesiredTopics['foreign'] {
  const logs = manifests.flatMap(({ log }) => log ?? []);
  const brought = logs.flatMap(({ topics, groupTopics }) => [...topics, ...groupTopics].map(({ name }) => name));
  const seen = new Set(brought);
  const read = manifests.flatMap(({ app, groups }) =>
    groups.flatMap(({ topics }) => topics.map(({ topic }) => ({ name: topic, app }))),
  );
  return read.filter(({ name }) => !seen.has(name) && seen.add(name));
}
