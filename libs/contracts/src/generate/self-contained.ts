import { fullNameIn } from '@spillway/events';
import type { Contract } from '../files/contract.js';
import { namespaceOf } from '../schema/full-name.js';

type JsonObject = Readonly<Record<string, unknown>>;

const primitives = new Set(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);

/**
 * A contract's schema as a registry wants it: the first mention of a type from another file becomes its definition, later
 * ones stay names. What needs no change stays as it is written.
 *
 * @param others the contracts that it may name, by full name
 */
export function selfContained({ schema }: Contract, others: ReadonlyMap<string, Contract>): JsonObject {
  const defined = new Set<string>();

  const inline = (part: unknown, namespace: string): unknown => {
    if (typeof part === 'string') return inlineName(part, namespace);
    if (Array.isArray(part)) return part.map((branch) => inline(branch, namespace));
    return inlineObject(part as JsonObject, namespace);
  };
  const inlineName = (name: string, namespace: string): unknown => {
    const full = fullNameIn(namespace, name);
    if (primitives.has(name) || defined.has(full) || defined.has(name)) return name;
    const other = others.get(full) ?? others.get(name);
    return other === undefined ? name : inlineObject(other.schema, '');
  };
  const inlineObject = (object: JsonObject, namespace: string): JsonObject => {
    const { type, name } = object;
    const full = typeof name === 'string' ? fullNameIn(ownNamespace(object, namespace), name) : undefined;
    if (full !== undefined) defined.add(full);
    const inner = full === undefined ? namespace : namespaceOf(full);
    if (type === 'record' || type === 'error') {
      const fields = object['fields'] as readonly JsonObject[];
      return { ...object, fields: fields.map((field) => ({ ...field, type: inline(field['type'], inner) })) };
    }
    if (type === 'array') return { ...object, items: inline(object['items'], namespace) };
    if (type === 'map') return { ...object, values: inline(object['values'], namespace) };
    return type === 'enum' || type === 'fixed' ? object : { ...object, type: inline(type, namespace) };
  };
  return inlineObject(schema, '');
}

function ownNamespace({ namespace }: JsonObject, enclosing: string): string {
  return typeof namespace === 'string' ? namespace : enclosing;
}
