import avro from 'avsc';
import type { AvroType } from './avsc-internals.js';

/** What JSON can tell apart without a tag. */
export type JsonKind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

const kinds: Readonly<Record<string, JsonKind>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  bytes: 'string',
  fixed: 'string',
  enum: 'string',
  string: 'string',
  array: 'array',
  map: 'object',
  record: 'object',
};

/** What a value of the type is in JSON: all logical types are text there, and bytes and enums as well. */
export function jsonKindOf(type: AvroType): JsonKind {
  return type instanceof avro.types.LogicalType ? 'string' : (kinds[type.typeName] ?? 'object');
}
