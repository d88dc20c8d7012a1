import type { SchemaNode } from '../schema/schema-node.js';

/** Something for each pair of types, by identity. */
export class NodePairs<T> {
  readonly #byWriter = new Map<SchemaNode, Map<SchemaNode, T>>();

  get(writer: SchemaNode, reader: SchemaNode): T | undefined {
    return this.#byWriter.get(writer)?.get(reader);
  }

  set(writer: SchemaNode, reader: SchemaNode, value: T): void {
    const readers = this.#byWriter.get(writer) ?? new Map<SchemaNode, T>();
    this.#byWriter.set(writer, readers.set(reader, value));
  }

  delete(writer: SchemaNode, reader: SchemaNode): void {
    this.#byWriter.get(writer)?.delete(reader);
  }
}
