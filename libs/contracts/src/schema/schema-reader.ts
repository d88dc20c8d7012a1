import { fullNameIn } from '@spillway/events';
import { isFullName, isSimpleName, namespaceOf } from './full-name.js';
import { logicalTypeOf } from './logical-type-of.js';
import { pointedAt } from './pointed-at.js';
import type { FieldNode, Place, PrimitiveName, SchemaNode, TypeUse } from './schema-node.js';
import type { SchemaScope } from './schema-scope.js';

/** Finds the definition of a full name in another document. */
export type ForeignSchemas = (fullName: string) => { readonly schema: unknown; readonly source: string } | undefined;

type JsonObject = Readonly<Record<string, unknown>>;
type Writable<T> = { -readonly [K in keyof T]: T[K] };

const primitiveNames = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const;
const primitives: ReadonlySet<unknown> = new Set<PrimitiveName>(primitiveNames);
/** A type within a type within …; real schemas have a handful. */
const maxDepth = 64;

/** Reads the parts of a schema; what is wrong goes to the scope, and a null stands in its place. */
export class SchemaReader {
  readonly #scope: SchemaScope;
  readonly #foreign: ForeignSchemas;
  readonly #documents = new Map<string, SchemaNode>();
  #depth = 0;

  constructor(scope: SchemaScope, foreign: ForeignSchemas) {
    this.#scope = scope;
    this.#foreign = foreign;
  }

  read(schema: unknown, namespace: string, place: Place): TypeUse {
    if (this.#depth === maxDepth) return this.#refuse(place, `is nested deeper than ${maxDepth}`);
    this.#depth++;
    try {
      if (typeof schema === 'string') return this.#readName(schema, namespace, place);
      if (Array.isArray(schema)) return { node: this.#readUnion(schema, namespace, place), place };
      if (typeof schema !== 'object' || schema === null) return this.#refuse(place, 'is no schema');
      return this.#readObject(schema as JsonObject, namespace, place);
    } finally {
      this.#depth--;
    }
  }

  #readName(name: string, namespace: string, place: Place): TypeUse {
    if (isPrimitive(name)) return { node: { kind: name }, place };
    const known = this.#scope.find(name, namespace);
    if (known !== undefined) return { node: known, place };
    const found = this.#foreign(fullNameIn(namespace, name)) ?? this.#foreign(name);
    const shown = isFullName(name) ? name : JSON.stringify(name);
    if (found === undefined) return this.#refuse(place, `names ${shown}, which is not known`);
    return { node: this.#readForeign(found), place };
  }

  /** Once, whatever it turns out to be called: what is not called as it was asked for would be asked for again. */
  #readForeign({ schema, source }: NonNullable<ReturnType<ForeignSchemas>>): SchemaNode {
    const known = this.#documents.get(source);
    if (known !== undefined) return known;
    this.#documents.set(source, { kind: 'null' });
    const { node } = this.read(schema, '', { source, pointer: '' });
    this.#documents.set(source, node);
    return node;
  }

  #readUnion(branches: readonly unknown[], namespace: string, place: Place): SchemaNode {
    const uses = branches.map((branch, index) => this.read(branch, namespace, pointedAt(place, index)));
    const tags = uses.map(({ node }) => ('name' in node ? node.name : node.kind));
    const twice = tags.find((tag, index) => tags.indexOf(tag) !== index);
    if (tags.includes('union')) this.#scope.report(place, 'is a union within a union');
    else if (twice !== undefined) this.#scope.report(place, `has two branches of ${twice}`);
    return { kind: 'union', branches: uses };
  }

  #readObject(schema: JsonObject, namespace: string, place: Place): TypeUse {
    const { type } = schema;
    const use = (node: SchemaNode): TypeUse => ({ node, place });
    if (isPrimitive(type)) return use({ kind: type, ...bigintOf(schema, type), ...logicalOf(schema, type) });
    switch (type) {
      case 'array':
        return use({ kind: 'array', items: this.read(schema['items'], namespace, pointedAt(place, 'items')) });
      case 'map':
        return use({ kind: 'map', values: this.read(schema['values'], namespace, pointedAt(place, 'values')) });
      case 'fixed':
        return use(this.#readFixed(schema, namespace, place));
      case 'enum':
        return use(this.#readEnum(schema, namespace, place));
      case 'record':
      case 'error':
        return use(this.#readRecord(schema, namespace, place));
      default:
        return this.read(type, namespace, pointedAt(place, 'type'));
    }
  }

  #readFixed(schema: JsonObject, namespace: string, place: Place): SchemaNode {
    const named = this.#named(schema, namespace, place);
    const { size } = schema;
    if (!Number.isSafeInteger(size) || (size as number) < 0) this.#scope.report(place, 'needs a size in bytes');
    const node = { kind: 'fixed', ...named, sizeBytes: Number(size), ...logicalOf(schema, 'fixed') } as const;
    this.#scope.define(named.name, node, place);
    return node;
  }

  #readEnum(schema: JsonObject, namespace: string, place: Place): SchemaNode {
    const named = this.#named(schema, namespace, place);
    const { symbols, default: fallback } = schema;
    const isList = Array.isArray(symbols) && symbols.every((symbol) => typeof symbol === 'string');
    if (!isList) this.#scope.report(place, 'needs a list of symbols');
    const names = isList ? (symbols as readonly string[]) : [];
    if (!names.every(isSimpleName)) this.#scope.report(pointedAt(place, 'symbols'), 'has a symbol that is no name');
    if (new Set(names).size < names.length) this.#scope.report(pointedAt(place, 'symbols'), 'says a symbol twice');
    if (fallback !== undefined && !names.includes(fallback as string)) {
      this.#scope.report(pointedAt(place, 'default'), 'is none of the symbols');
    }
    const node = { kind: 'enum', ...named, symbols: names, default: fallback as string | undefined } as const;
    this.#scope.define(named.name, node, place);
    return node;
  }

  #readRecord(schema: JsonObject, namespace: string, place: Place): SchemaNode {
    const named = this.#named(schema, namespace, place);
    const node: Writable<Extract<SchemaNode, { kind: 'record' }>> = { kind: 'record', ...named, fields: [] };
    this.#scope.define(named.name, node, place);
    const { fields } = schema;
    if (!Array.isArray(fields)) this.#scope.report(place, 'needs a list of fields');
    const inner = namespaceOf(named.name);
    node.fields = (Array.isArray(fields) ? (fields as unknown[]) : []).map((field, index) =>
      this.#readField(field, inner, pointedAt(place, 'fields', index)),
    );
    const names = node.fields.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) this.#scope.report(pointedAt(place, 'fields'), `has two fields named ${twice}`);
    return node;
  }

  #readField(field: unknown, namespace: string, place: Place): FieldNode {
    const object = (typeof field === 'object' && field !== null ? field : {}) as JsonObject;
    const type = this.read(object['type'], namespace, pointedAt(place, 'type'));
    const hasDefault = Object.hasOwn(object, 'default');
    if (hasDefault) this.#scope.expectDefault(type.node, object['default'], place);
    const name = this.#scope.nameOf({ name: object['name'] }, '', place);
    if (!isSimpleName(name)) this.#scope.report(place, 'has a dot in its name');
    const aliases = this.#scope.aliasesOf(object, undefined, place);
    return { name, doc: textOf(object['doc']), aliases, type, hasDefault, place };
  }

  #named(schema: JsonObject, namespace: string, place: Place) {
    const name = this.#scope.nameOf(schema, namespace, place);
    const aliases = this.#scope.aliasesOf(schema, namespaceOf(name), place);
    return { name, doc: textOf(schema['doc']), aliases, place };
  }

  #refuse(place: Place, detail: string): TypeUse {
    this.#scope.report(place, detail);
    return { node: { kind: 'null' }, place };
  }
}

function isPrimitive(type: unknown): type is PrimitiveName {
  return primitives.has(type);
}

/** By the attribute `spillway.long`; a logical type has a form of its own. */
function bigintOf(schema: JsonObject, kind: PrimitiveName): { readonly isBigint?: true } {
  const isBigint = kind === 'long' && schema['spillway.long'] === 'bigint' && logicalTypeOf(schema, kind) === undefined;
  return isBigint ? { isBigint } : {};
}

function logicalOf(schema: JsonObject, kind: string) {
  return { logical: logicalTypeOf(schema, kind), logicalName: textOf(schema['logicalType']) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
