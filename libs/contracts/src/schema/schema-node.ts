/** Where something stands: a document and a JSON Pointer (RFC 6901) into it. */
export interface Place {
  /** What the document is called: a file, or a version of a subject. */
  readonly source: string;
  readonly pointer: string;
}

export type PrimitiveName = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/** A logical type that is known and well formed; what is neither counts for nothing, as Avro says. */
export interface LogicalType {
  readonly name: string;
  readonly precision?: number;
  readonly scale?: number;
}

/** A type where it is used; a named type is defined once and may be used in many places. */
export interface TypeUse {
  readonly node: SchemaNode;
  readonly place: Place;
}

interface Named {
  readonly name: string;
  readonly doc?: string;
  readonly aliases: readonly string[];
  /** Where it is defined. */
  readonly place: Place;
}

export interface PrimitiveNode {
  readonly kind: PrimitiveName;
  /** A long whose values are `bigint` in a payload, and text in JSON. */
  readonly isBigint?: boolean;
  readonly logical?: LogicalType;
  /** As it is written, known or not. */
  readonly logicalName?: string;
}

export interface FixedNode extends Named {
  readonly kind: 'fixed';
  readonly sizeBytes: number;
  readonly logical?: LogicalType;
  readonly logicalName?: string;
}

export interface EnumNode extends Named {
  readonly kind: 'enum';
  readonly symbols: readonly string[];
  readonly default?: string;
}

export interface RecordNode extends Named {
  readonly kind: 'record';
  readonly fields: readonly FieldNode[];
}

export interface FieldNode {
  readonly name: string;
  readonly doc?: string;
  readonly aliases: readonly string[];
  readonly type: TypeUse;
  readonly hasDefault: boolean;
  readonly place: Place;
}

/** A type that others can name. */
export type NamedNode = RecordNode | EnumNode | FixedNode;

export interface ArrayNode {
  readonly kind: 'array';
  readonly items: TypeUse;
}

export interface MapNode {
  readonly kind: 'map';
  readonly values: TypeUse;
}

export interface UnionNode {
  readonly kind: 'union';
  readonly branches: readonly TypeUse[];
}

/** An Avro schema with its names resolved: a graph, with cycles where types are recursive. */
export type SchemaNode = PrimitiveNode | NamedNode | ArrayNode | MapNode | UnionNode;
