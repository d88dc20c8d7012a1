import { createHash } from 'node:crypto';
import type { EventCodec } from '@spillway/streaming';
import type { Candidate } from './candidate.js';

/**
 * Tells a repeated event from another one under the same identity: SHA-256 (hex) of type and data. Field order and
 * absent optional fields make no difference, so a contract that gains an optional field knows its old events again.
 */
export function contentHash(candidate: Candidate<never>, codec: EventCodec): string {
  const { definition, payload } = candidate as unknown as Candidate;
  const data = codec.toJson({ schemaId: 0, type: definition.type, definition, payload });
  return createHash('sha256')
    .update(`${definition.type}\n${JSON.stringify(canonical(data))}`)
    .digest('hex');
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, member]) => [name, canonical(member)]);
}
