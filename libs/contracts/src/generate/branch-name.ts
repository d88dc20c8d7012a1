import type { SchemaNode } from '../schema/schema-node.js';

/** What a branch of a union is called where values name theirs: named types by their full name. */
export function branchName(node: SchemaNode): string {
  return 'name' in node ? node.name : node.kind;
}
