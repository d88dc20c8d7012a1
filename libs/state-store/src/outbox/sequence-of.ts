import { createHash } from 'node:crypto';
import type { OutboxRecord } from '@spillway/streaming';

const hashBytes = 6;

/**
 * The number that records share which must keep their order: 48 bits of the topic and the key, or of the partition for
 * records without one. Two keys that meet by chance only wait for each other. Undefined: in no order.
 */
export function sequenceOf({ topic, key, partition }: OutboxRecord): number | undefined {
  if (key === null && partition === undefined) return undefined;
  const hash = createHash('sha256').update(JSON.stringify([topic, key === null ? partition : null]));
  return hash
    .update(key ?? '')
    .digest()
    .readUIntBE(0, hashBytes);
}
