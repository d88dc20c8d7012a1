import type { FieldNode, SchemaNode } from './schema-node.js';

/** Whether JSON is a default for the type: of a union for any branch, as Avro has it since 1.12. */
export function isDefaultOf(node: SchemaNode, value: unknown): boolean {
  switch (node.kind) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
      return Number.isInteger(value) && (value as number) === ((value as number) | 0);
    case 'long':
      return Number.isInteger(value) && Math.abs(value as number) <= 2 ** 63;
    case 'float':
    case 'double':
      return typeof value === 'number' || ['NaN', 'Infinity', '-Infinity'].includes(value as string);
    case 'bytes':
    case 'fixed':
    case 'string':
      return typeof value === 'string';
    case 'enum':
      return node.symbols.includes(value as string);
    case 'array':
      return Array.isArray(value) && value.every((item) => isDefaultOf(node.items.node, item));
    case 'map':
      return isObject(value) && Object.values(value).every((item) => isDefaultOf(node.values.node, item));
    case 'record':
      return isObject(value) && node.fields.every((field) => hasValue(field, value));
    case 'union':
      return node.branches.some((branch) => isDefaultOf(branch.node, value));
  }
}

function hasValue({ name, type, hasDefault }: FieldNode, record: Readonly<Record<string, unknown>>): boolean {
  return Object.hasOwn(record, name) ? isDefaultOf(type.node, record[name]) : hasDefault;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
