import type { SchemaNode } from '../schema/schema-node.js';

/** A type in a few words, for a sentence. */
export function labelOf(node: SchemaNode): string {
  if (node.kind === 'union') return `[${node.branches.map((branch) => labelOf(branch.node)).join(', ')}]`;
  if ('name' in node) return `${node.kind} ${node.name}`;
  if (!('logical' in node) || node.logical === undefined) return node.kind;
  const { name, precision, scale } = node.logical;
  return precision === undefined ? `${node.kind} (${name})` : `${node.kind} (${name} ${precision}, ${scale})`;
}
