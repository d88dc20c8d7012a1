import type { AppManifest } from '../manifest/app-manifest.js';
import type { ActualTopology } from './actual-topology.js';
import { desiredTopics, type DesiredTopic } from './desired-topics.js';
import { drainedTopics } from './drained-topics.js';
import { keepsLess } from './keeps-less.js';
import type { ByHand, SettingChange, TopologyChange, TopologyNote, TopologyPlan } from './topology-plan.js';

type Actual = Pick<ActualTopology, 'partitions' | 'settings'>;

/**
 * What topics need. Only topics that the manifests bring, or that belong to their groups, are ever changed, and none so
 * that it would keep less: that, and partitions of a source, is for a person.
 *
 * @throws SpillwayError `SPW-3021`
 */
export function planTopics(manifests: readonly AppManifest[], actual: Actual): TopologyPlan {
  const { topics, foreign } = desiredTopics(manifests, actual.partitions);
  const plans = topics.map((topic) => planTopic(topic, actual));
  const missing = foreign.filter(({ name }) => !actual.partitions.has(name)).map(missingTopic);
  return {
    changes: plans.flatMap(({ changes }) => changes),
    byHand: [...plans.flatMap(({ byHand }) => byHand), ...missing],
    notes: [...hiddenSettings(topics, actual), ...drainedTiers(manifests, actual.partitions)],
  };
}

interface TopicPlan {
  readonly changes: readonly TopologyChange[];
  readonly byHand: readonly ByHand[];
}

function planTopic({ name, partitions, config = {}, role }: DesiredTopic, actual: Actual): TopicPlan {
  const count = actual.partitions.get(name);
  if (count === undefined) return { changes: [{ type: 'create-topic', topic: name, partitions, config }], byHand: [] };
  const counts = planPartitions(name, count, { partitions, role });
  const found = actual.settings.get(name);
  const settings = found === undefined ? { changes: [], byHand: [] } : planSettings(name, config, found);
  return { changes: [...counts.changes, ...settings.changes], byHand: [...counts.byHand, ...settings.byHand] };
}

function planPartitions(
  topic: string,
  from: number,
  { partitions: to, role }: Pick<DesiredTopic, 'partitions' | 'role'>,
): TopicPlan {
  if (from === to) return { changes: [], byHand: [] };
  if (role === 'group' && from < to) return { changes: [{ type: 'add-partitions', topic, from, to }], byHand: [] };
  const problem = `has ${from} partitions, not ${to}`;
  // Of a source they are never added: keys would move to other partitions, beside what is written of them.
  const fix =
    role === 'source'
      ? 'Change its definition to the count it has; or add them by hand while nothing of it is under way, since keys move.'
      : 'It has more than its source: give the source as many, or delete it once it is empty.';
  return { changes: [], byHand: [{ about: `topic ${topic}`, problem, fix, code: 'SPW-1104' }] };
}

function planSettings(
  topic: string,
  wanted: Readonly<Record<string, string>>,
  actual: Readonly<Record<string, string>>,
): TopicPlan {
  const differing = Object.entries(wanted)
    .map(([name, to]): SettingChange => ({ name, from: actual[name], to }))
    .filter(({ from, to }) => from !== to);
  const settings = differing.filter((change) => !keepsLess(change));
  return {
    changes: settings.length === 0 ? [] : [{ type: 'change-settings', topic, settings }],
    byHand: differing.filter(keepsLess).map((change) => lessByHand(topic, change)),
  };
}

function lessByHand(topic: string, { name, from, to }: SettingChange): ByHand {
  return {
    about: `topic ${topic}`,
    problem: `has ${name}=${from}, not ${to}, by which it would keep less`,
    fix: `Change its definition; or give the records up: kafka-configs.sh --bootstrap-server <brokers> --alter --entity-type topics --entity-name ${topic} --add-config ${name}=${to}`,
  };
}

function missingTopic({ name, app }: { readonly name: string; readonly app: string }): ByHand {
  return {
    about: `topic ${name}`,
    problem: `is read by ${app}, and no manifest brings it`,
    fix: 'Ask the team that owns it; or add it to the topics of the app that brings it.',
    code: 'SPW-1103',
  };
}

function hiddenSettings(topics: readonly DesiredTopic[], { partitions, settings }: Actual): readonly TopologyNote[] {
  return topics
    .filter(({ name }) => partitions.has(name) && !settings.has(name))
    .map(({ name }) => ({
      about: `topic ${name}`,
      detail: 'has settings that this client may not see, and none are planned',
    }));
}

/** Tiers that a policy named once: their group reads them until they are empty. */
function drainedTiers(
  manifests: readonly AppManifest[],
  partitions: ReadonlyMap<string, number>,
): readonly TopologyNote[] {
  return manifests
    .flatMap((manifest) => manifest.groups.flatMap((group) => drainedTopics(manifest, group, partitions.keys())))
    .map((name) => ({
      about: `topic ${name}`,
      detail: 'is no longer in the policy of its group, which reads it until it is empty; then delete it by hand',
    }));
}
