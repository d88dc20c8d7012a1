import type { ReadRunner } from './read-runner.js';
import { storedPartitionKey, type StoredPartition } from './stored-partition.js';
import type { StoredPositions } from './stored-positions.js';

/** FINAL reads the parts of all days side by side: with blocks of 64 Ki rows a thousand of them do not fit into 600 MB. */
const asReadersSeeThem = `SELECT topic, topicId, partition, offset, timestamp
  FROM audit_events WHERE topic IN {topics:Array(String)} SETTINGS max_block_size = 8192`;

/** Positions alone need no FINAL: one that lies there twice is one position. */
const asTheyLie = `SELECT topic, topicId, partition, offset, timestamp
  FROM audit_positions WHERE topic IN {topics:Array(String)}`;

/**
 * Counts what is stored of some topics, in one scan of the positions.
 *
 * @param asSeen whether `records` counts what readers see; otherwise it is the number of positions, at a fraction of the cost
 */
export async function readPositions(
  run: ReadRunner,
  { topics, asSeen }: { readonly topics: readonly string[]; readonly asSeen: boolean },
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, StoredPositions>> {
  const rows = await run.rows<StoredPartition & StoredPositions>(
    {
      query: `SELECT topic, topicId, partition, groupBitmap(offset) AS positions, ${asSeen ? 'count()' : 'positions'} AS records,
          min(offset) AS minOffset, max(offset) AS maxOffset,
          toUnixTimestamp64Milli(argMax(timestamp, offset)) AS lastTimestampMs
        FROM (${asSeen ? asReadersSeeThem : asTheyLie}) GROUP BY topic, topicId, partition`,
      params: { topics },
      doing: 'counting stored positions',
    },
    signal,
  );
  return new Map(rows.map((row) => [storedPartitionKey(row), row]));
}
