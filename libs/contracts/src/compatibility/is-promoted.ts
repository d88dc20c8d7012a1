import type { SchemaNode } from '../schema/schema-node.js';

type Kind = SchemaNode['kind'];

const readableAs: Partial<Record<Kind, readonly Kind[]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};

/** Whether Avro reads a value of one type as another, as its specification lists. */
export function isPromoted(writer: Kind, reader: Kind): boolean {
  return readableAs[writer]?.includes(reader) === true;
}
