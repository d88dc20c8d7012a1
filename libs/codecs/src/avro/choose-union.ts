import avro from 'avsc';
import { jsonKindOf } from './json-kind-of.js';
import { QuickUnionType } from './quick.types.js';
import { TaggedUnionType } from './tagged-union.type.js';
import { TimestampMillisType } from './timestamp-millis.type.js';

type Hook = NonNullable<NonNullable<Parameters<typeof avro.Type.forSchema>[1]>['typeHook']>;
type Options = Parameters<Hook>[1];

/**
 * The type of a union: its values as they are where JSON can tell the branches apart, else each in an object that names
 * its branch. avsc decides by what JavaScript tells apart, which is more: bytes from text, a decimal from a UUID.
 */
export function chooseUnion(branches: readonly avro.Schema[], options: Options): avro.Type {
  const types = branches.map((branch) => avro.Type.forSchema(branch, options));
  const UnionType = isAmbiguous(types) ? TaggedUnionType : QuickUnionType;
  return new UnionType(types as never, options);
}

function isAmbiguous(types: readonly avro.Type[]): boolean {
  const kinds = types.map(jsonKindOf);
  if (new Set(kinds).size < kinds.length) return true;
  // A time is an object in a payload, though text in JSON.
  return kinds.includes('object') && types.some((type) => type instanceof TimestampMillisType);
}
