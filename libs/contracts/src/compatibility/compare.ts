import type { TypeUse } from '../schema/schema-node.js';
import { Comparison } from './comparison.js';
import type { Finding, Newer } from './finding.js';

/**
 * Where a reader does not read what a writer writes, by Avro's schema resolution (names and aliases, promotion, unions,
 * defaults, recursion), and, as rules of their own that are marked so, where it would read other values.
 *
 * @param newer which of the two is the newer schema; it decides what a difference is called
 * @returns each difference once, in the order of the schemas; none when everything is read as it was written
 */
export function compare(writer: TypeUse, reader: TypeUse, newer: Newer = 'reader'): readonly Finding[] {
  const comparison = new Comparison(newer);
  const { node } = newer === 'reader' ? reader : writer;
  comparison.visit(writer, reader, 'name' in node ? node.name : '');
  return comparison.findings;
}
