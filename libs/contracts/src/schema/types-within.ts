import type { SchemaNode, TypeUse } from './schema-node.js';

/** The types that a type is made of, in the order of the schema; not what those are made of. */
export function typesWithin(node: SchemaNode): readonly TypeUse[] {
  switch (node.kind) {
    case 'record':
      return node.fields.map(({ type }) => type);
    case 'array':
      return [node.items];
    case 'map':
      return [node.values];
    case 'union':
      return node.branches;
    default:
      return [];
  }
}
