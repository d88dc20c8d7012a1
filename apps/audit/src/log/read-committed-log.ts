import { partitionKey, type LogAdmin, type LoggedPartition } from '@spillway/streaming';
import { auditGroup } from './audit-group.js';
import { readLoggedPartitions } from './read-logged-partitions.js';

/**
 * The same partitions with what the group has committed, for comparing them with the store: below that everything was
 * stored once.
 *
 * @throws SpillwayError `SPW-1103` when a topic does not exist
 */
export async function readCommittedLog(
  admin: LogAdmin,
  topics: readonly string[],
): Promise<readonly LoggedPartition[]> {
  const [committed, log] = await Promise.all([
    admin.committed(auditGroup, topics),
    readLoggedPartitions(admin, topics),
  ]);
  const offsets = new Map(committed.map((position) => [partitionKey(position), position.offset]));
  return log.map((partition) => {
    const committedOffset = offsets.get(partitionKey(partition));
    return committedOffset === undefined ? partition : { ...partition, committedOffset };
  });
}
