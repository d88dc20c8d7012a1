import { createHash } from 'node:crypto';
import type { BlockManifest } from './manifest-columns.js';

/**
 * The token of an insert: its ranges, and a hash of their rows, because the server drops an insert whose token it
 * knows even when the rows are others. It saves the work of a repeated insert; it is not what makes a row exist once.
 *
 * `salt` is new whenever it is asked where to go on: ClickHouse remembers tokens of rows that were lost or deleted since,
 * and would drop the insert that brings them back.
 */
export function deduplicationToken(table: string, manifests: readonly BlockManifest[], salt: string): string {
  const hash = createHash('sha256');
  const ranges = manifests.map(({ topic, topicId, partition, first, last, sha256 }) => {
    hash.update(sha256);
    return `${topic}/${topicId}/${partition}/${first}-${last}`;
  });
  return `${table}:${ranges.join(',')}:${hash.digest('hex')}:${salt}`;
}
