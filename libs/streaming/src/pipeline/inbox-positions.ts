import type { GroupDefinition } from '../group/group-definition.js';
import { partitionKey } from '../ports/partition-key.js';
import type { RecordPosition, TopicPartition } from '../ports/record.js';
import type { Inbox } from '../ports/state-store.js';

/**
 * Start positions by the inbox. For a group that starts at the beginning, a partition the inbox does not know starts
 * there whatever the log's commits say: a fresh store has to be filled from the start.
 */
export function inboxPositions(
  group: GroupDefinition,
  inbox: Pick<Inbox<never>, 'load'>,
): (partitions: readonly TopicPartition[]) => Promise<readonly RecordPosition[]> {
  return async (partitions) => {
    const done = await inbox.load(group.name, partitions);
    const watermarks = new Map(done.map((row) => [partitionKey(row), BigInt(row.watermark)]));
    return partitions.flatMap(({ topic, partition }) => {
      const known = watermarks.get(partitionKey({ topic, partition }));
      const offset = known ?? (group.startFrom === 'beginning' ? 0n : undefined);
      return offset === undefined ? [] : [{ topic, partition, offset }];
    });
  };
}
