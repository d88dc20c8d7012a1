import avro from 'avsc';
import type { AvroType, Tap } from './avsc-internals.js';
import { resolveBranch, type UnionInternals } from './resolve-branch.js';

interface Branch {
  /** Makes the object that names the branch; null for `null`. */
  readonly _branchConstructor: (new (value: unknown) => object) | null;
}

const inherited = avro.types.WrappedUnionType.prototype as unknown as UnionInternals;

/** A union whose values name their branch, and keep it when another version is read. */
export class TaggedUnionType extends avro.types.WrappedUnionType {
  _update(resolver: { _read?: (tap: Tap) => unknown }, writer: AvroType, options: object): void {
    const own = resolveBranch(this.types, writer, options);
    if (own === undefined) return inherited._update.call(this, resolver, writer, options);
    const { _branchConstructor: Tagged } = own.branch as unknown as Branch;
    resolver._read = Tagged === null ? () => null : (tap) => new Tagged(own.value._read(tap));
  }
}
