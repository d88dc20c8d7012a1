import type { RecordNode, SchemaNode, TypeUse } from '../schema/schema-node.js';
import { branchName } from './branch-name.js';
import { isAmbiguousUnion } from './is-ambiguous-union.js';

const ofKind: Readonly<Record<string, unknown>> = {
  null: null,
  boolean: true,
  int: 1,
  float: 1.5,
  double: 1.5,
  bytes: Buffer.from('bytes').toString('base64'),
};
const ofLogicalType: Readonly<Record<string, string>> = {
  date: '2026-01-31',
  'time-millis': '23:59:59.000',
  'time-micros': '23:59:59.000000',
  'timestamp-millis': '2026-01-31T12:00:00.000Z',
  'timestamp-micros': '2026-01-31T12:00:00.000000Z',
  'timestamp-nanos': '2026-01-31T12:00:00.000000000Z',
  'local-timestamp-millis': '2026-01-31T12:00:00.000',
  'local-timestamp-micros': '2026-01-31T12:00:00.000000',
  'local-timestamp-nanos': '2026-01-31T12:00:00.000000000',
  duration: 'P1M2DT3.000S',
  'big-decimal': '1.50',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/** An event's data as JSON, of every field something: the same each time. Ends where a type would hold itself. */
export function exampleOf(record: RecordNode): unknown {
  return exampleOfNode(record, '', []);
}

/** @param open records that are being written */
function exampleOfNode(node: SchemaNode, name: string, open: readonly RecordNode[]): unknown {
  const item = ({ node: inner }: TypeUse, what = name) => exampleOfNode(inner, what, open);
  if ('logical' in node && node.logical !== undefined) {
    const { name: logical, scale = 0 } = node.logical;
    return ofLogicalType[logical] ?? decimalOf(scale, node.logical.precision ?? 1);
  }
  switch (node.kind) {
    case 'record': {
      const fields = node.fields.map((field) => {
        return [field.name, exampleOfNode(field.type.node, field.name, [...open, node])] as const;
      });
      return Object.fromEntries(fields);
    }
    case 'array':
      return holds(node.items, open) ? [] : [item(node.items)];
    case 'map':
      return holds(node.values, open) ? {} : { key: item(node.values) };
    case 'union':
      return exampleOfUnion(node.branches, name, open);
    case 'enum':
      return node.symbols[0];
    case 'fixed':
      return Buffer.alloc(node.sizeBytes).toString('base64');
    case 'long':
      return node.isBigint ? '1' : 1;
    case 'string':
      return name === '' ? 'text' : name;
    default:
      return ofKind[node.kind];
  }
}

/** The first branch that is something and ends. */
function exampleOfUnion(branches: readonly TypeUse[], name: string, open: readonly RecordNode[]): unknown {
  const real = branches.filter(({ node }) => node.kind !== 'null');
  const chosen = real.find((branch) => !holds(branch, open));
  if (chosen === undefined) return null;
  const value = exampleOfNode(chosen.node, name, open);
  const isTagged = isAmbiguousUnion(branches.map(({ node }) => node));
  return isTagged ? { [branchName(chosen.node)]: value } : value;
}

/** Whether a value of the type must hold one of a record that is being written. */
function holds({ node }: TypeUse, open: readonly RecordNode[]): boolean {
  if (node.kind !== 'record') return false;
  return open.includes(node) || node.fields.some(({ type }) => holds(type, [...open, node]));
}

function decimalOf(scale: number, precision: number): string {
  const whole = precision > scale ? '1' : '0';
  return scale === 0 ? whole : `${whole}.${'0'.repeat(scale)}`;
}
