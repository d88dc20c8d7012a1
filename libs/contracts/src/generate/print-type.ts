import { isKnownLogicalType } from '../schema/logical-type-of.js';
import type { EnumNode, FixedNode, Place, RecordNode, SchemaNode, TypeUse } from '../schema/schema-node.js';
import { branchName } from './branch-name.js';
import { isAmbiguousUnion } from './is-ambiguous-union.js';

const plainTypes: Partial<Record<SchemaNode['kind'], string>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  bytes: 'Buffer',
  fixed: 'Buffer',
  string: 'string',
};

/** What logical types are in a payload. */
const logicalForms: Readonly<Record<string, string>> = { 'timestamp-millis': 'Date' };

export interface TypeListener {
  /** Hears of every record that is used; answers what it is called. */
  onRecord(record: RecordNode): string;
  /** Hears of every enum and fixed; answers what one is called that is not to be written out. */
  onSimple(node: EnumNode | FixedNode): string | undefined;
  onProblem(place: Place, detail: string): void;
}

/** What a value of the type is in TypeScript, exactly as the codec gives it. */
export function printType({ node, place }: TypeUse, listener: TypeListener): string {
  switch (node.kind) {
    case 'union':
      return printUnion(node.branches, place, listener);
    case 'record':
      return listener.onRecord(node);
    case 'array':
      return `readonly ${parenthesised(printType(node.items, listener))}[]`;
    case 'map':
      return `Readonly<Record<string, ${printType(node.values, listener)}>>`;
    case 'enum':
      return listener.onSimple(node) ?? node.symbols.map((symbol) => `'${symbol}'`).join(' | ');
    case 'fixed':
      return listener.onSimple(node) ?? printValue(node, place, listener);
    case 'long':
      return node.isBigint ? 'bigint' : printValue(node, place, listener);
    default:
      return printValue(node, place, listener);
  }
}

/** Each branch as it is, or where JSON cannot tell them apart in an object that names it. Null comes last. */
function printUnion(branches: readonly TypeUse[], place: Place, listener: TypeListener): string {
  if (branches.length === 0) {
    listener.onProblem(place, 'is a union without a branch, which has no form in a payload');
    return 'unknown';
  }
  const isTagged = isAmbiguousUnion(branches.map(({ node }) => node));
  const printed = branches.map((branch) => {
    const type = printType(branch, listener);
    return isTagged && type !== 'null' ? `{ readonly ${printKey(branchName(branch.node))}: ${type} }` : type;
  });
  return [...printed.filter((type) => type !== 'null'), ...printed.filter((type) => type === 'null')].join(' | ');
}

function printKey(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`;
}

function printValue(
  { kind, logical, logicalName }: Extract<SchemaNode, { readonly logicalName?: string }>,
  place: Place,
  listener: TypeListener,
): string {
  const plain = plainTypes[kind]!;
  if (logicalName === undefined || !isKnownLogicalType(logicalName)) return plain;
  if (logical !== undefined) return logicalForms[logical.name] ?? 'string';
  listener.onProblem(place, `has a logical type that cannot be used: ${logicalName} on ${kind} is not well formed`);
  return plain;
}

function parenthesised(type: string): string {
  return /[ |]/.test(type) ? `(${type})` : type;
}
