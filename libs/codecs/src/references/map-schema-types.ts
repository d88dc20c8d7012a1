import { fullNameIn } from '@spillway/events';
import type { AvroSchema } from '@spillway/events';

type SchemaObject = { readonly type: unknown; readonly [attribute: string]: unknown };

/** What to put in the place of a part of a schema. */
export interface TypeVisitor {
  /** A type by its name; full unless it is primitive. */
  named(fullName: string): AvroSchema;
  /** A record, an enum or a fixed. `walk` goes on into it. */
  defined(fullName: string, schema: SchemaObject, walk: () => AvroSchema): AvroSchema;
}

const definitions = new Set<unknown>(['record', 'error', 'enum', 'fixed']);
const primitives = new Set(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);

/**
 * Rewrites a schema from its outside in, with every name made full. What is no schema stays as it is: whoever builds a
 * decoder of it says what is wrong.
 */
export function mapSchemaTypes(schema: AvroSchema, visitor: TypeVisitor, namespace = ''): AvroSchema {
  const walk = (part: unknown, within: string): AvroSchema => {
    if (typeof part === 'string') return primitives.has(part) ? part : visitor.named(fullNameIn(within, part));
    if (Array.isArray(part)) return part.map((branch) => walk(branch, within));
    if (typeof part !== 'object' || part === null) return part as never;
    const object = part as SchemaObject;
    if (!definitions.has(object.type) || typeof object['name'] !== 'string') return walkInner(object, within);
    const fullName = fullNameIn(typeof object['namespace'] === 'string' ? object['namespace'] : within, object['name']);
    return visitor.defined(fullName, object, () => walkFields(object, fullName));
  };
  const walkFields = (object: SchemaObject, fullName: string): AvroSchema => {
    const at = fullName.lastIndexOf('.');
    // Written out, so that the definition means the same wherever it is put.
    const named = { ...object, name: fullName.slice(at + 1), namespace: fullName.slice(0, Math.max(at, 0)) };
    const { fields } = object;
    if (!Array.isArray(fields)) return named;
    return { ...named, fields: fields.map((field: object) => walkPart(field, 'type', named.namespace)) };
  };
  const walkInner = (object: SchemaObject, within: string): AvroSchema => {
    if (object.type === 'array') return walkPart(object, 'items', within) as AvroSchema;
    if (object.type === 'map') return walkPart(object, 'values', within) as AvroSchema;
    return walkPart(object, 'type', within) as AvroSchema;
  };
  const walkPart = (object: object, name: string, within: string): object =>
    name in object ? { ...object, [name]: walk((object as Record<string, unknown>)[name], within) } : object;
  return walk(schema, namespace);
}
