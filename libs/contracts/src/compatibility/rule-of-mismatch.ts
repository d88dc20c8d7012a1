import type { SchemaNode } from '../schema/schema-node.js';
import type { RuleName } from './compatibility-rules.js';
import type { Newer } from './finding.js';
import { isPromoted } from './is-promoted.js';

/** What it is called that a type is not read: a number that would be read the other way round has become narrower. */
export function ruleOfMismatch(
  writer: SchemaNode,
  reader: SchemaNode,
  newer: Newer,
  otherwise: RuleName = 'TYPE_CHANGED',
): RuleName {
  const readers = reader.kind === 'union' ? reader.branches.map(({ node }) => node) : [reader];
  const isWider = readers.some(({ kind }) => isPromoted(kind, writer.kind));
  if (!isWider) return otherwise;
  return newer === 'reader' ? 'TYPE_NARROWED' : 'TYPE_WIDENED';
}
