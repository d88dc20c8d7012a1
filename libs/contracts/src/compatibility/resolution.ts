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

  /** The branch that reads a writer's type: the one of its full name, else the first, as Avro's decoder has it. */
  branchFor(writer: SchemaNode, branches: readonly TypeUse[]): TypeUse | undefined {
    const readable = branches.filter((branch) => this.isReadable(writer, branch.node));
    const isNamesake = ({ node }: TypeUse): boolean => 'name' in node && 'name' in writer && node.name === writer.name;
    return readable.find(isNamesake) ?? readable[0];
  }

  #resolve(writer: SchemaNode, reader: SchemaNode): boolean {
    if (writer.kind === 'union') return writer.branches.every(({ node }) => this.isReadable(node, reader));
    if (reader.kind === 'union') return this.branchFor(writer, reader.branches) !== undefined;
    if (writer.kind !== reader.kind) return isPromoted(writer.kind, reader.kind);
    return this.#resolveSame(writer, reader);
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
