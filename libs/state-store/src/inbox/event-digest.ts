import { createHash } from 'node:crypto';
import type { EventIdentity } from '@spillway/streaming';

/**
 * 128 bits that stand for source and id, in the form of a UUID. Source and id may be longer than an index row and hold
 * characters that PostgreSQL's text refuses (NUL): a digest takes every identity, so none can block its partition.
 */
export function eventDigest({ source, id }: EventIdentity): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([source, id]))
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
