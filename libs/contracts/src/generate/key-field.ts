import type { EventContract } from '../files/contract.js';
import type { FieldNode } from '../schema/schema-node.js';

const attribute = 'spillway.key';
const textKinds = new Set(['string', 'enum']);
const numberKinds = new Set(['int', 'long']);

export interface KeyField {
  readonly field: FieldNode;
  /** Numbers become text: a key is text. */
  readonly isText: boolean;
}

/**
 * The field that gives an event its key, by the attribute `spillway.key` of the contract.
 *
 * @returns undefined where the contract names none; what is wrong with the one it names as text
 */
export function keyField({ schema, type }: EventContract): KeyField | string | undefined {
  const name = schema[attribute];
  if (name === undefined) return undefined;
  const field = type.node.fields.find((each) => each.name === name);
  if (field === undefined) return `has no field ${String(name)}, which ${attribute} names`;
  const { node } = field.type;
  // Every logical type but a time is text.
  const isLogical = 'logical' in node && node.logical !== undefined;
  const isText = textKinds.has(node.kind) || (isLogical && node.logical?.name !== 'timestamp-millis');
  if (isText || (numberKinds.has(node.kind) && !isLogical)) return { field, isText };
  return `has a key, ${field.name}, that is neither text nor a whole number`;
}
