import type { SchemaNode } from '../schema/schema-node.js';

type JsonKind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

const kinds: Partial<Record<SchemaNode['kind'], JsonKind>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  array: 'array',
  map: 'object',
  record: 'object',
};

/** Whether JSON cannot tell a union's values apart by itself: the codec then names the branch of each. */
export function isAmbiguousUnion(branches: readonly SchemaNode[]): boolean {
  const found = branches.map(jsonKindOf);
  if (new Set(found).size < found.length) return true;
  // A time is an object in a payload, though text in JSON.
  const isTime = branches.some((node) => 'logical' in node && node.logical?.name === 'timestamp-millis');
  return isTime && found.includes('object');
}

/** What a value of the type is in JSON: bytes, enums, decimals, times and bigints are text. */
function jsonKindOf(node: SchemaNode): JsonKind {
  if ('logical' in node && node.logical !== undefined) return 'string';
  if ('isBigint' in node && node.isBigint) return 'string';
  return kinds[node.kind] ?? 'string';
}
