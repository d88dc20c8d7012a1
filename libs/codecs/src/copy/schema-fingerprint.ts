import { createHash } from 'node:crypto';

/** SHA-256 of a schema, whatever the order its attributes are written in; in hexadecimal. */
export function schemaFingerprint(schema: unknown): string {
  return createHash('sha256').update(JSON.stringify(schema, inOrder)).digest('hex');
}

/** A replacer of `JSON.stringify`. */
function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
