import type { TopicDefinition } from '@spillway/events';
import { ok, problem, skipped, warning, type CheckResult } from '../check.js';

/** A topic as the cluster has it; undefined settings: not asked. */
export interface TopicSeen {
  readonly name: string;
  readonly partitions: number;
  readonly settings?: Readonly<Record<string, string>>;
}

const provision = 'Create them with what creates your topics; in this repository: npm run provision';

/** Topics as they were planned, against those that there are. */
export function judgeTopics(
  wanted: readonly TopicDefinition[],
  seen: readonly TopicSeen[],
  brokers: number,
): readonly CheckResult[] {
  if (wanted.length === 0) return [skipped('no contract here names a topic, and the toolkit has none there')];
  const known = new Map(seen.map((topic) => [topic.name, topic]));
  const missing = wanted.filter(({ name }) => !known.has(name));
  const results = wanted.flatMap(({ name, partitions, config = {} }) => {
    const topic = known.get(name);
    return topic === undefined
      ? []
      : [...fewPartitions(topic, partitions), ...otherSettings(topic, config), ...unsafe(topic, brokers)];
  });
  if (missing.length > 0) results.unshift(problem(`missing: ${missing.map(({ name }) => name).join(', ')}`, provision));
  return results.length === 0 ? [ok(`${wanted.length} topics as planned`)] : results;
}

/** More than planned is somebody's decision; fewer would make keys move once they were added. */
function fewPartitions({ name, partitions: has }: TopicSeen, partitions: number): readonly CheckResult[] {
  if (has >= partitions) return [];
  return [
    warning(
      `${name} has ${has} partitions, ${partitions} were planned`,
      `Adding them moves keys to other partitions: drain ${name} first, then add them.`,
    ),
  ];
}

function otherSettings(
  { name, settings = {} }: TopicSeen,
  config: Readonly<Record<string, string>>,
): readonly CheckResult[] {
  return Object.entries(config)
    .filter(([key, value]) => settings[key] !== undefined && settings[key] !== value)
    .map(([key, value]) =>
      warning(
        `${name} has ${key}=${settings[key]}, planned is ${value}`,
        `kafka-configs.sh --alter --topic ${name} --add-config ${key}=${value}`,
      ),
    );
}

function unsafe({ name, settings = {} }: TopicSeen, brokers: number): readonly CheckResult[] {
  const compacted = (settings['cleanup.policy'] ?? 'delete').split(',').includes('compact');
  const lone = brokers > 1 && settings['min.insync.replicas'] === '1';
  return [
    ...(compacted
      ? [
          problem(
            `${name} is compacted: events of a key that are not the last get lost`,
            `kafka-configs.sh --alter --topic ${name} --add-config cleanup.policy=delete`,
          ),
        ]
      : []),
    ...(lone
      ? [
          warning(
            `${name} has min.insync.replicas=1 on ${brokers} brokers: an acknowledged event may be on one of them only`,
            `kafka-configs.sh --alter --topic ${name} --add-config min.insync.replicas=2`,
          ),
        ]
      : []),
  ];
}
