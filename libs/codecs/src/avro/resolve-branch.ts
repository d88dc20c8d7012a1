import avro from 'avsc';
import type { AvroType, Tap, ValueReader } from './avsc-internals.js';

/** What avsc's unions are made of; its typings leave it out. */
export interface UnionInternals {
  _update(resolver: { _read?: (tap: Tap) => unknown }, writer: AvroType, options: object): void;
}

export interface ResolvedBranch {
  readonly branch: AvroType;
  readonly value: ValueReader;
}

/**
 * Where a value of another schema goes in a union: into the branch of its own type, as Apache Avro has it. avsc takes the
 * first branch that reads it, which makes text of bytes and a long of an int.
 *
 * @returns undefined when there is no such branch
 * @throws Error when its own branch does not read it
 */
export function resolveBranch(
  branches: readonly AvroType[],
  writer: AvroType,
  options: object,
): ResolvedBranch | undefined {
  const branch = branches.find((type) => isAlike(plain(type), plain(writer)));
  if (branch === undefined) return undefined;
  const create = branch.createResolver as (writer: AvroType, options: object) => unknown;
  return { branch, value: create.call(branch, writer, options) as ValueReader };
}

function isAlike(one: AvroType, other: AvroType): boolean {
  return one.typeName === other.typeName && one.name === other.name;
}

function plain(type: AvroType): AvroType {
  return type instanceof avro.types.LogicalType ? type.underlyingType : type;
}
