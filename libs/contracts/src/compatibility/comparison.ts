import { pointedAt } from '../schema/pointed-at.js';
import type { FieldNode, NamedNode, Place, RecordNode, SchemaNode, TypeUse } from '../schema/schema-node.js';
import type { RuleName } from './compatibility-rules.js';
import type { Finding, Newer } from './finding.js';
import { isPromoted } from './is-promoted.js';
import { isSameName } from './is-same-name.js';
import { labelOf } from './label-of.js';
import { logicalDifference } from './logical-difference.js';
import { narrowedLong } from './narrowed-long.js';
import { nearestBranch } from './nearest-branch.js';
import { NodePairs } from './node-pairs.js';
import { Resolution } from './resolution.js';
import { ruleOfMismatch } from './rule-of-mismatch.js';
import { writerFields } from './writer-fields.js';

type Places = Pick<Finding, 'writer' | 'reader'>;
type OfKind<K extends SchemaNode['kind']> = Extract<SchemaNode, { readonly kind: K }>;

/** Walks two schemas side by side, each pair of types once, and notes what the reader does not read. */
export class Comparison {
  readonly findings: Finding[] = [];
  readonly #newer: Newer;
  readonly #resolution = new Resolution();
  readonly #visited = new NodePairs<true>();

  constructor(newer: Newer) {
    this.#newer = newer;
  }

  visit(writer: TypeUse, reader: TypeUse, path: string): void {
    if (this.#visited.get(writer.node, reader.node) === true) return;
    this.#visited.set(writer.node, reader.node, true);
    if (writer.node.kind === 'union') {
      for (const branch of writer.node.branches) this.#visitBranch(branch, reader, path, writer.node.branches);
    } else if (reader.node.kind === 'union') this.#visitBranch(writer, reader, path, [writer]);
    else this.#visitPlain(writer, reader, path);
  }

  /** One branch of a writer, or a writer that is no union, against a reader that may be one. */
  #visitBranch(writer: TypeUse, reader: TypeUse, path: string, siblings: readonly TypeUse[]): void {
    const branches = reader.node.kind === 'union' ? reader.node.branches : [reader];
    const target = this.#resolution.branchFor(writer.node, branches) ?? nearestBranch(writer, branches, siblings);
    if (target !== undefined) return this.visit(writer, target, path);
    const isBranch = siblings.length > 1 || siblings[0] !== writer;
    const missing = isBranch ? this.#named('UNION_BRANCH_REMOVED', 'UNION_BRANCH_ADDED') : 'TYPE_CHANGED';
    const rule = ruleOfMismatch(writer.node, reader.node, this.#newer, missing);
    const detail = rule === missing && isBranch ? labelOf(writer.node) : this.#change(writer, reader);
    this.#report(rule, path, detail, placesOf(writer, reader));
  }

  #visitPlain(writer: TypeUse, reader: TypeUse, path: string): void {
    const [written, read] = [writer.node, reader.node];
    const places = placesOf(writer, reader);
    if (written.kind !== read.kind && !isPromoted(written.kind, read.kind)) {
      const rule = ruleOfMismatch(written, read, this.#newer);
      return this.#report(rule, path, this.#change(writer, reader), places);
    }
    if ('name' in written && 'name' in read) this.#visitNames(written, read, path, places);
    if (written.kind === 'array' && read.kind === 'array') this.visit(written.items, read.items, `${path}[]`);
    else if (written.kind === 'map' && read.kind === 'map') this.visit(written.values, read.values, `${path}{}`);
    else if (written.kind === 'enum' && read.kind === 'enum') this.#visitEnum(written, read, path);
    else if (written.kind === 'record' && read.kind === 'record') this.#visitRecord(written, read);
    else this.#visitValue(written, read, path, places);
  }

  #visitNames(written: NamedNode, read: NamedNode, path: string, places: Places): void {
    if (written.name === read.name || read.aliases.includes(written.name)) return;
    const rule = isSameName(written, read) ? 'NAMESPACE_CHANGED' : 'NAME_CHANGED';
    this.#report(rule, path, this.#olderToNewer(written.name, read.name), places);
  }

  #visitEnum(written: OfKind<'enum'>, read: OfKind<'enum'>, path: string): void {
    if (read.default !== undefined) return;
    const missing = written.symbols.filter((symbol) => !read.symbols.includes(symbol));
    if (missing.length === 0) return;
    const places = { writer: pointedAt(written.place, 'symbols'), reader: pointedAt(read.place, 'symbols') };
    this.#report(this.#named('ENUM_SYMBOL_REMOVED', 'ENUM_SYMBOL_ADDED'), path, missing.join(', '), places);
  }

  #visitRecord(written: RecordNode, read: RecordNode): void {
    const path = this.#newer === 'reader' ? read.name : written.name;
    const taken = new Set<FieldNode>();
    for (const field of read.fields) {
      const [source, ...others] = writerFields(written, field);
      const newerName = this.#newer === 'reader' ? field.name : (source?.name ?? field.name);
      const inner = `${path}.${newerName}`;
      const places = { writer: source?.place ?? pointedAt(written.place, 'fields'), reader: field.place };
      if (others.length > 0) {
        const names = [source!, ...others].map(({ name }) => name).join(', ');
        this.#report('FIELD_ALIAS_AMBIGUOUS', inner, names, places);
      } else if (source !== undefined) {
        if (taken.has(source)) this.#report('FIELD_ALIAS_SHARED', inner, source.name, places);
        taken.add(source);
        this.visit(source.type, field.type, inner);
      } else if (!field.hasDefault) {
        const rule = this.#named('FIELD_ADDED_WITHOUT_DEFAULT', 'FIELD_REMOVED_WITHOUT_DEFAULT');
        this.#report(rule, inner, field.name, places);
      }
    }
  }

  /** Numbers, texts and bytes: what they mean. */
  #visitValue(written: SchemaNode, read: SchemaNode, path: string, places: Places): void {
    if (written.kind === 'fixed' && read.kind === 'fixed' && written.sizeBytes !== read.sizeBytes) {
      const detail = this.#olderToNewer(`${written.sizeBytes} bytes`, `${read.sizeBytes} bytes`);
      return this.#report('FIXED_SIZE_CHANGED', path, detail, { writer: written.place, reader: read.place });
    }
    if (written.kind === 'bytes' && read.kind === 'string') {
      return this.#report('BYTES_READ_AS_TEXT', path, this.#olderToNewer('bytes', 'string'), places);
    }
    const narrowed = narrowedLong(written, read);
    if (narrowed !== undefined) {
      return this.#report('LONG_RANGE_NARROWED', path, this.#olderToNewer(...narrowed), places);
    }
    const difference = logicalDifference(logicalOf(written), logicalOf(read));
    if (difference === undefined) return;
    this.#report(difference.rule, path, this.#olderToNewer(...difference.detail), places);
  }

  #report(rule: RuleName, path: string, detail: string, { writer, reader }: Places): void {
    this.findings.push({ rule, path, detail, writer, reader });
  }

  #named(whenReaderIsNewer: RuleName, whenWriterIsNewer: RuleName): RuleName {
    return this.#newer === 'reader' ? whenReaderIsNewer : whenWriterIsNewer;
  }

  #change(writer: TypeUse, reader: TypeUse): string {
    return this.#olderToNewer(labelOf(writer.node), labelOf(reader.node));
  }

  #olderToNewer(writer: string, reader: string): string {
    return this.#newer === 'reader' ? `${writer} → ${reader}` : `${reader} → ${writer}`;
  }
}

function logicalOf(node: SchemaNode) {
  return 'logical' in node ? node.logical : undefined;
}

function placesOf(writer: { readonly place: Place }, reader: { readonly place: Place }): Places {
  return { writer: writer.place, reader: reader.place };
}
