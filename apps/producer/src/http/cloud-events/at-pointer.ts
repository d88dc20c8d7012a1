import type { AvroSchema } from '@spillway/events';

/** The value at a JSON Pointer, or undefined. */
export function valueAt(json: unknown, pointer: string): unknown {
  let value = json;
  for (const token of tokens(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[token];
  }
  return value;
}

/** The primitive type that a contract has at a JSON Pointer into its JSON form; undefined for anything but a primitive. */
export function schemaAt(schema: AvroSchema, pointer: string): string | undefined {
  let current: unknown = schema;
  for (const token of tokens(pointer)) current = memberSchema(current, token);
  const type = plainType(current);
  return typeof type === 'string' ? type : undefined;
}

function memberSchema(schema: unknown, token: string): unknown {
  const record = plainType(schema) as {
    readonly type?: unknown;
    readonly fields?: readonly { readonly name: string; readonly type: unknown }[];
    readonly items?: unknown;
    readonly values?: unknown;
  };
  if (record?.fields !== undefined) return record.fields.find(({ name }) => name === token)?.type;
  return record?.items ?? record?.values;
}

/** Unwraps optional fields (`["null", T]`) and annotated primitives. */
function plainType(schema: unknown): unknown {
  if (Array.isArray(schema)) return plainType(schema.find((branch) => branch !== 'null'));
  const { type, logicalType } = (schema ?? {}) as { readonly type?: unknown; readonly logicalType?: unknown };
  if (typeof type === 'object' && type !== null) return plainType(type);
  return typeof type === 'string' && logicalType === undefined && /^(?:int|long)$/.test(type) ? type : schema;
}

function tokens(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
