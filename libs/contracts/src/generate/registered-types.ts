import type { Contract } from '../files/contract.js';
import type { SchemaNode } from '../schema/schema-node.js';

/**
 * The shared records with subjects of their own that a contract names, in the order in which it does. What only they name
 * is theirs to refer to.
 *
 * @param others by full name
 */
export function registeredTypes(contract: Contract, others: ReadonlyMap<string, Contract>): readonly Contract[] {
  const seen = new Set<SchemaNode>();
  const found = new Set<Contract>();
  const visit = (node: SchemaNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    const other = node.kind === 'record' && node !== contract.type.node ? others.get(node.name) : undefined;
    if (other?.kind === 'shared' && other.subject !== undefined) found.add(other);
    else for (const part of partsOf(node)) visit(part);
  };
  visit(contract.type.node);
  return [...found];
}

function partsOf(node: SchemaNode): readonly SchemaNode[] {
  switch (node.kind) {
    case 'record':
      return node.fields.map(({ type }) => type.node);
    case 'array':
      return [node.items.node];
    case 'map':
      return [node.values.node];
    case 'union':
      return node.branches.map((branch) => branch.node);
    default:
      return [];
  }
}
