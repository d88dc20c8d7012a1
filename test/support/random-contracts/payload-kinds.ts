import { isBigint, type SchemaTypes } from './schema-types.ts';

/** What JavaScript and TypeScript tell apart in a payload; an enum's type has its symbols only. */
export type PayloadKind =
  'text' | 'enum' | 'number' | 'bigint' | 'boolean' | 'date' | 'buffer' | 'null' | 'array' | 'object';

const kinds: Readonly<Record<string, PayloadKind>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  bytes: 'buffer',
  fixed: 'buffer',
  string: 'text',
  enum: 'enum',
  array: 'array',
  map: 'object',
  record: 'object',
};

/** The kinds that values of a type have: several of a union. */
export function payloadKinds(schema: unknown, types: SchemaTypes): ReadonlySet<PayloadKind> {
  if (!Array.isArray(schema)) return new Set([kindOf(schema, types)]);
  const branches = schema.map((branch) => kindOf(branch, types));
  return new Set(types.namesBranch(schema) ? branches.map((kind) => (kind === 'null' ? kind : 'object')) : branches);
}

function kindOf(schema: unknown, types: SchemaTypes): PayloadKind {
  const part = types.definitionOf(schema);
  if (isBigint(part)) return 'bigint';
  if (part.logicalType === 'timestamp-millis') return 'date';
  if (part.logicalType !== undefined) return 'text';
  return kinds[part.type as string]!;
}
