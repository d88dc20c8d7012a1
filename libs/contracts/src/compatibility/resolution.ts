import type { RecordNode, SchemaNode, TypeUse } from '../schema/schema-node.js';
import { isPromoted } from './is-promoted.js';
import { isSameName } from './is-same-name.js';
import { NodePairs } from './node-pairs.js';
import { writerFields } from './writer-fields.js';

/**
 * Avro's schema resolution as a question: are all values of the writer's type read by the reader's? A recursive pair
 * counts as readable until something in it is not.
 */
export class Resolution {
  readonly #answers = new NodePairs<boolean>();
  /** Pairs answered yes, oldest first: a no takes back what was answered while it was assumed to be a yes. */
  readonly #assumed: (readonly [SchemaNode, SchemaNode])[] = [];

  isReadable(writer: SchemaNode, reader: SchemaNode): boolean {
    const known = this.#answers.get(writer, reader);
    if (known !== undefined) return known;
    const mark = this.#assumed.push([writer, reader]) - 1;
    this.#answers.set(writer, reader, true);
    const isReadable = this.#resolve(writer, reader);
    if (!isReadable) {
      for (const pair of this.#assumed.splice(mark)) this.#answers.delete(...pair);
      this.#answers.set(writer, reader, false);
    }
    return isReadable;
  }

  /**
   * The branch that a writer's type goes into, as decoders have it: its own, though that may not read it or give other
   * values; else the first that reads it.
   */
  branchFor(writer: SchemaNode, branches: readonly TypeUse[]): TypeUse | undefined {
    return (
      branches.find(({ node }) => isOwn(writer, node)) ?? branches.find(({ node }) => this.isReadable(writer, node))
    );
  }

  #resolve(writer: SchemaNode, reader: SchemaNode): boolean {
    if (writer.kind === 'union') return writer.branches.every(({ node }) => this.isReadable(node, reader));
    if (reader.kind === 'union') return this.#isReadableIn(writer, reader.branches);
    if (writer.kind !== reader.kind) return isPromoted(writer.kind, reader.kind);
    return this.#resolveSame(writer, reader);
  }

  #isReadableIn(writer: SchemaNode, branches: readonly TypeUse[]): boolean {
    const branch = this.branchFor(writer, branches);
    return branch !== undefined && this.isReadable(writer, branch.node);
  }

  #resolveSame(writer: SchemaNode, reader: SchemaNode): boolean {
    if (writer.kind === 'array' && reader.kind === 'array') {
      return this.isReadable(writer.items.node, reader.items.node);
    }
    if (writer.kind === 'map' && reader.kind === 'map') return this.isReadable(writer.values.node, reader.values.node);
    if (!('name' in writer) || !('name' in reader)) return true;
    if (!isSameName(writer, reader)) return false;
    if (writer.kind === 'fixed' && reader.kind === 'fixed') return writer.sizeBytes === reader.sizeBytes;
    if (writer.kind === 'enum' && reader.kind === 'enum') {
      return reader.default !== undefined || writer.symbols.every((symbol) => reader.symbols.includes(symbol));
    }
    return writer.kind === 'record' && reader.kind === 'record' && this.#resolveRecord(writer, reader);
  }

  #resolveRecord(writer: RecordNode, reader: RecordNode): boolean {
    return reader.fields.every((field) => {
      const [written, ...others] = writerFields(writer, field);
      if (written === undefined) return field.hasDefault;
      return others.length === 0 && this.isReadable(written.type.node, field.type.node);
    });
  }
}

/** Of the same kind, and of the same full name where it has one. */
function isOwn(writer: SchemaNode, branch: SchemaNode): boolean {
  if (writer.kind !== branch.kind) return false;
  return !('name' in writer) || ('name' in branch && writer.name === branch.name);
}
