import { durationText } from '../../lag/duration-text.js';
import { problem, warning, type CheckResult } from '../check.js';
import { namingBrokers } from '../naming-brokers.js';

/** A topic of events as the cluster has it. */
export interface TopicSeen {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
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

function compacted({ name, settings }: TopicSeen, { brokers }: Cluster): readonly CheckResult[] {
  if (!(settings['cleanup.policy'] ?? 'delete').split(',').includes('compact')) return [];
  const found = `${name} is compacted: events of a key that are not the last get lost`;
  return [problem(found, settingCommand(name, 'cleanup.policy=delete', brokers))];
}

function shortLived({ name, settings }: TopicSeen, { brokers, outageMs }: Cluster): readonly CheckResult[] {
  const retentionMs = Number(settings['retention.ms'] ?? -1);
  if (retentionMs < 0 || retentionMs >= outageMs) return [];
  const found = `${name} keeps events for ${durationText(retentionMs / 1000)}: a group that is away for longer loses some`;
  return [warning(found, settingCommand(name, `retention.ms=${outageMs}`, brokers))];
}

function onOneBroker({ name, settings }: TopicSeen, { brokers, brokerCount }: Cluster): readonly CheckResult[] {
  if (brokerCount === 1 || settings['min.insync.replicas'] !== '1') return [];
  const found = `${name} has min.insync.replicas=1 on ${brokerCount} brokers: an acknowledged event may be on one of them only`;
  return [warning(found, settingCommand(name, 'min.insync.replicas=2', brokers))];
}

function settingCommand(topic: string, setting: string, brokers: readonly string[]): string {
  const command = `kafka-configs.sh --bootstrap-server <brokers> --alter --entity-type topics --entity-name ${topic} --add-config ${setting}`;
  return namingBrokers(command, brokers);
}
