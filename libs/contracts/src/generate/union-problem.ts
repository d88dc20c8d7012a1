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

/** Why a union's values cannot be told apart without a tag; undefined when they can. */
export function unionProblem(branches: readonly SchemaNode[]): string | undefined {
  if (branches.length === 0) return 'without a branch';
  const found = branches.map(jsonKindOf);
  const twice = found.find((kind, index) => found.indexOf(kind) !== index);
  if (twice !== undefined) return `with two branches that are both ${twice} in JSON`;
  // A time is an object in a payload, though text in JSON.
  const isTime = branches.some((node) => 'logical' in node && node.logical?.name === 'timestamp-millis');
  return isTime && found.includes('object') ? 'of a time and an object' : undefined;
}

/** What a value of the type is in JSON: bytes, enums, decimals and times are text. */
function jsonKindOf(node: SchemaNode): JsonKind {
  if ('logical' in node && node.logical !== undefined) return 'string';
  return kinds[node.kind] ?? 'string';
}
