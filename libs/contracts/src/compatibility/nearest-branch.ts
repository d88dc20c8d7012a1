import type { SchemaNode, TypeUse } from '../schema/schema-node.js';
import { isSameName } from './is-same-name.js';

/**
 * The branch that a type was meant for when none reads it: of the same kind, and of the same name where it has one; or
 * the only one of its kind, renamed. What is wrong is then said of its inside.
 */
export function nearestBranch(
  writer: TypeUse,
  branches: readonly TypeUse[],
  siblings: readonly TypeUse[],
): TypeUse | undefined {
  const { node } = writer;
  const alike = branches.filter((branch) => branch.node.kind === node.kind);
  const named = alike.find((branch) => 'name' in node && 'name' in branch.node && isSameName(node, branch.node));
  if (named !== undefined) return named;
  const isOnlyOne = alike.length === 1 && countOf(node.kind, siblings) === 1;
  return isOnlyOne ? alike[0] : undefined;
}

function countOf(kind: SchemaNode['kind'], uses: readonly TypeUse[]): number {
  return uses.filter((use) => use.node.kind === kind).length;
}
