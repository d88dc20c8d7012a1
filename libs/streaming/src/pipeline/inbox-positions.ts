import type { GroupDefinition } from '../group/group-definition.js';
import { partitionKey } from '../ports/partition-key.js';
import type { TopicPartition } from '../ports/record.js';
import type { Inbox } from '../ports/state-store.js';
import type { KnownPosition } from '../runtime/record-consumer-options.js';

/**
 * Start positions by the inbox. For a group that starts at the beginning, a partition the inbox does not know starts
 * there whatever the log's commits say: a fresh store has to be filled from the start.
 */
export function inboxPositions(
  group: GroupDefinition,
  inbox: Pick<Inbox<never>, 'load'>,
): (partitions: readonly TopicPartition[]) => Promise<readonly KnownPosition[]> {
  return async (partitions) => {
    const done = await inbox.load(group.name, partitions);
    const known = new Map(done.map((row) => [partitionKey(row), row]));
    return partitions.flatMap(({ topic, partition }) => {
      const row = known.get(partitionKey({ topic, partition }));
      if (row === undefined) return group.startFrom === 'beginning' ? [{ topic, partition, offset: 0n }] : [];
      const doneAbove = row.runs.length === 0 ? {} : { doneAbove: row.runs };
      return [{ topic, partition, offset: BigInt(row.watermark), ...doneAbove }];
    });
  };
}
