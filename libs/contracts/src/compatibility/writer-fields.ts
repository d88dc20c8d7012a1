import type { FieldNode, RecordNode } from '../schema/schema-node.js';

/** The fields of the writer that a reader's field goes by: none, one, or more, which no reader can choose from. */
export function writerFields(writer: RecordNode, { name, aliases }: FieldNode): readonly FieldNode[] {
  const names = new Set([name, ...aliases]);
  return writer.fields.filter((field) => names.has(field.name));
}
