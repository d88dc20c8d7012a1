import { isKnownLogicalType } from '../schema/logical-type-of.js';
import type { Place, RecordNode, SchemaNode, TypeUse } from '../schema/schema-node.js';
import { unionProblem } from './union-problem.js';

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

/** Logical types that have a form of their own in a payload, and what they may stand on. */
const logicalForms: Readonly<Record<string, { readonly kind: string; readonly type: string }>> = {
  decimal: { kind: 'bytes', type: 'string' },
  'timestamp-millis': { kind: 'long', type: 'Date' },
  uuid: { kind: 'string', type: 'string' },
};

export interface TypeListener {
  /** Hears of every record that is used; answers what it is called. */
  onRecord(record: RecordNode): string;
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
      return node.symbols.map((symbol) => `'${symbol}'`).join(' | ');
    default:
      return printValue(node, place, listener);
  }
}

/** Without a tag, so no two branches may look alike in JSON. Null comes last. */
function printUnion(branches: readonly TypeUse[], place: Place, listener: TypeListener): string {
  const problem = unionProblem(branches.map(({ node }) => node));
  if (problem !== undefined) {
    listener.onProblem(place, `is a union ${problem}, which has no form in a payload`);
    return 'unknown';
  }
  const printed = branches.map((branch) => printType(branch, listener));
  return [...printed.filter((type) => type !== 'null'), ...printed.filter((type) => type === 'null')].join(' | ');
}

function printValue(
  { kind, logical, logicalName }: Extract<SchemaNode, { readonly logicalName?: string }>,
  place: Place,
  { onProblem }: TypeListener,
): string {
  const plain = plainTypes[kind]!;
  if (logicalName === undefined || !isKnownLogicalType(logicalName)) return plain;
  const form = logicalForms[logicalName];
  if (form?.kind === kind && logical !== undefined) return form.type;
  const isCarried = form?.kind === kind;
  const what = isCarried ? `${logicalName} is not well formed` : `${logicalName} on ${kind} has no form in a payload`;
  onProblem(place, `has a logical type that cannot be used: ${what}`);
  return plain;
}

function parenthesised(type: string): string {
  return /[ |]/.test(type) ? `(${type})` : type;
}
