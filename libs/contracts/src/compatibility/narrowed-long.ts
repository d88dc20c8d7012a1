import type { SchemaNode } from '../schema/schema-node.js';

/** Logical types of values beyond 2^53 of their unit: of nanoseconds since April 1970, of microseconds from 2255 on. */
const wideLogicalTypes = new Set([
  'timestamp-micros',
  'timestamp-nanos',
  'local-timestamp-micros',
  'local-timestamp-nanos',
]);

/**
 * Whether a long may hold more than a plain number does that it is read as.
 *
 * @returns what is written, and as what it is read; undefined where it fits
 */
export function narrowedLong(
  written: SchemaNode,
  read: SchemaNode,
): readonly [writer: string, reader: string] | undefined {
  const name = wideNameOf(written);
  return name !== undefined && isPlainNumber(read) ? [name, read.kind] : undefined;
}

function wideNameOf(node: SchemaNode): string | undefined {
  if (isBigint(node)) return 'bigint';
  const name = logicalNameOf(node);
  return name !== undefined && wideLogicalTypes.has(name) ? name : undefined;
}

function isPlainNumber(node: SchemaNode): boolean {
  const isNumber = node.kind === 'long' || node.kind === 'float' || node.kind === 'double';
  return isNumber && !isBigint(node) && logicalNameOf(node) === undefined;
}

function isBigint(node: SchemaNode): boolean {
  return 'isBigint' in node && node.isBigint === true;
}

function logicalNameOf(node: SchemaNode): string | undefined {
  return 'logical' in node ? node.logical?.name : undefined;
}
