import type { Contract } from '../files/contract.js';
import type { SchemaNode } from '../schema/schema-node.js';
import { typesWithin } from '../schema/types-within.js';

/**
 * The shared types with subjects of their own that a contract names, in the order in which it does. What only they name
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
    const other = 'name' in node && node !== contract.type.node ? others.get(node.name) : undefined;
    if (other?.kind === 'shared' && other.subject !== undefined) found.add(other);
    else for (const part of typesWithin(node)) visit(part.node);
  };
  visit(contract.type.node);
  return [...found];
}
