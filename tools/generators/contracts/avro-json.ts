/** The forms of an Avro schema that our contracts use, as they stand in the files. */
export type AvroJson = string | readonly AvroJson[] | AvroObject;

export interface AvroObject {
  readonly type: AvroJson;
  readonly name?: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly logicalType?: string;
  readonly precision?: number;
  readonly scale?: number;
  readonly fields?: readonly AvroField[];
  readonly items?: AvroJson;
  readonly values?: AvroJson;
  readonly symbols?: readonly string[];
}

export interface AvroField {
  readonly name: string;
  readonly type: AvroJson;
  readonly doc?: string;
  readonly default?: unknown;
}

export type AvroRecord = AvroObject & { readonly name: string; readonly fields: readonly AvroField[] };

export function isRecord(schema: AvroJson): schema is AvroRecord {
  return isObject(schema) && schema.type === 'record';
}

export function isObject(schema: AvroJson): schema is AvroObject {
  return typeof schema === 'object' && !Array.isArray(schema);
}

/** Namespace and name; both must be said where the type is defined. */
export function fullNameOf(schema: AvroObject): string {
  if (schema.name === undefined || schema.namespace === undefined) {
    throw new Error('A named type of a contract says its name and its namespace');
  }
  return `${schema.namespace}.${schema.name}`;
}
