import { murmur2 } from './murmur2.js';

/**
 * The partition Kafka's Java client would choose for a key: equal keys lie in one partition whoever writes them.
 * Every driver uses this, so that no client's own partitioner decides.
 */
export function partitionForKey(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fffffff) % partitionCount;
}
