import { namespaceOf } from '../schema/full-name.js';
import type { Place, SchemaNode, TypeUse } from '../schema/schema-node.js';
import { typesWithin } from '../schema/types-within.js';
import type { Contract } from './contract.js';

/**
 * What is wrong with the types that a contract's file names and defines: an aggregate changes its contracts alone, so none
 * is of another; and what has a file of its own is defined there only.
 *
 * @param fileOf the file that is of a full name
 */
export function typeProblems(
  { fullName, shownAs, type }: Contract,
  fileOf: (fullName: string) => string | undefined,
): readonly { readonly place: Place; readonly detail: string }[] {
  const aggregate = namespaceOf(fullName);
  const found: { place: Place; detail: string }[] = [];
  const seen = new Set<SchemaNode>([type.node]);
  const visit = ({ node, place }: TypeUse): void => {
    if ('name' in node && node.place.source !== shownAs) {
      // What that one names in turn is said at its own place.
      if (namespaceOf(node.name) === aggregate) return;
      return void found.push({ place, detail: `names ${node.name}, which belongs to another aggregate` });
    }
    if (seen.has(node)) return;
    seen.add(node);
    const name = 'name' in node ? node.name : '';
    const file = fileOf(name);
    if (file !== undefined) found.push({ place, detail: `defines ${name}, as ${file} does` });
    for (const part of typesWithin(node)) visit(part);
  };
  for (const part of typesWithin(type.node)) visit(part);
  return found;
}
