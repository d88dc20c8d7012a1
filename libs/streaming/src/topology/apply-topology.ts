import type { TopicDefinition } from '@spillway/events';
import type { LogAdmin } from '../ports/log-admin.js';
import type { TopologyChange } from './topology-plan.js';

type Change<T extends TopologyChange['type']> = Extract<TopologyChange, { readonly type: T }>;

/**
 * Makes the changes of a plan. What another made meanwhile stays; doing it again changes nothing.
 *
 * @param signal when it fires, no further change is begun
 * @throws SpillwayError `SPW-1101` · `SPW-1102` · `SPW-1104` when another made a topic with another partition count ·
 *   the signal's reason
 */
export async function applyTopology(
  changes: readonly TopologyChange[],
  admin: LogAdmin,
  signal?: AbortSignal,
): Promise<void> {
  const created = only(changes, 'create-topic').map(({ topic, partitions, config }): TopicDefinition => {
    return { name: topic, partitions, config };
  });
  signal?.throwIfAborted();
  if (created.length > 0) await admin.ensureTopics(created);
  for (const { topic, to } of only(changes, 'add-partitions')) {
    signal?.throwIfAborted();
    await admin.addPartitions(topic, to);
  }
  for (const { topic, settings } of only(changes, 'change-settings')) {
    signal?.throwIfAborted();
    await admin.changeSettings(topic, Object.fromEntries(settings.map(({ name, to }) => [name, to])));
  }
  const rules = only(changes, 'allow').map(({ rule }) => rule);
  signal?.throwIfAborted();
  if (rules.length > 0) await admin.allow(rules);
}

function only<T extends TopologyChange['type']>(changes: readonly TopologyChange[], type: T): readonly Change<T>[] {
  return changes.filter((change): change is Change<T> => change.type === type);
}
