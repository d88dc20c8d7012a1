import { durationText } from '../../lag/duration-text.js';
import { problem, warning, type CheckResult } from '../check.js';
import { namingBrokers } from '../naming-brokers.js';

type Settings = Readonly<Record<string, string>>;

/** A topic of events as the cluster has it. */
export interface TopicSeen {
  readonly name: string;
  readonly settings: Settings;
  /** What the manifest that brings it says of them; absent where none here does. */
  readonly planned?: Settings | undefined;
}

interface Cluster {
  /** Addresses to reach it by. */
  readonly brokers: readonly string[];
  readonly brokerCount: number;
  /** How long a group may be away without losing events. */
  readonly outageMs: number;
}

/** Settings by which events get lost, whoever planned them; nothing where there are none. */
export function judgeSafety(topics: readonly TopicSeen[], cluster: Cluster): readonly CheckResult[] {
  return topics.flatMap((topic) => [
    ...compacted(topic, cluster),
    ...shortLived(topic, cluster),
    ...onOneBroker(topic, cluster),
  ]);
}

function compacted(topic: TopicSeen, { brokers }: Cluster): readonly CheckResult[] {
  const isSafe = (policy: string): boolean => !policy.split(',').includes('compact');
  if (isSafe(topic.settings['cleanup.policy'] ?? 'delete')) return [];
  const found = `${topic.name} is compacted: events of a key that are not the last get lost`;
  return [problem(found, fixOf(topic, brokers, { setting: 'cleanup.policy', to: 'delete', isSafe }))];
}

function shortLived(topic: TopicSeen, { brokers, outageMs }: Cluster): readonly CheckResult[] {
  const isSafe = (ms: string): boolean => Number(ms) < 0 || Number(ms) >= outageMs;
  const planned = topic.planned?.['retention.ms'];
  // Where a manifest says it, that the broker has another one is told by the plan, and mended by it.
  const retention = planned ?? topic.settings['retention.ms'] ?? '-1';
  if (isSafe(retention)) return [];
  const keeps = `${planned === undefined ? 'keeps' : 'is planned to keep'} events for ${durationText(Number(retention) / 1000)}`;
  const found = `${topic.name} ${keeps}: a group that is away for longer loses some`;
  return [warning(found, fixOf(topic, brokers, { setting: 'retention.ms', to: `${outageMs}`, isSafe }))];
}

function onOneBroker(topic: TopicSeen, { brokers, brokerCount }: Cluster): readonly CheckResult[] {
  const isSafe = (replicas: string | undefined): boolean => replicas !== '1';
  if (brokerCount === 1 || isSafe(topic.settings['min.insync.replicas'])) return [];
  const found = `${topic.name} has min.insync.replicas=1 on ${brokerCount} brokers: an acknowledged event may be on one of them only`;
  return [warning(found, fixOf(topic, brokers, { setting: 'min.insync.replicas', to: '2', isSafe }))];
}

interface SaferSetting {
  readonly setting: string;
  readonly to: string;
  isSafe(value: string): boolean;
}

/** Where the manifest asks for what is not safe, the next `topics apply` would undo what is set on the brokers alone. */
function fixOf(
  { name, planned }: TopicSeen,
  brokers: readonly string[],
  { setting, to, isSafe }: SaferSetting,
): string {
  const said = planned?.[setting];
  if (said !== undefined && !isSafe(said))
    return `Its manifest says ${setting}=${said}: define it with ${to} in the app that brings it and build that anew. Then: npx spillway topics apply`;
  const command = `kafka-configs.sh --bootstrap-server <brokers> --alter --entity-type topics --entity-name ${name} --add-config ${setting}=${to}`;
  return namingBrokers(command, brokers);
}
