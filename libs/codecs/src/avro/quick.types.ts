import avro from 'avsc';
import type { AvroType, Tap, ValueReader } from './avsc-internals.js';
import { readDouble } from './read-double.js';
import { readVarint } from './read-varint.js';
import { resolveBranch, type UnionInternals } from './resolve-branch.js';
import { UnsoundValue } from '../errors/unsound-value.js';

/** Avro `int`: 32 bits or refused. avsc reads as many as there are, up to infinity. */
export class QuickIntType extends avro.types.IntType {
  _read(tap: Tap): number {
    const value = readVarint(tap);
    if ((value | 0) !== value) throw new UnsoundValue('range', 'has an int of more than 32 bits');
    return value;
  }
}

/** Avro `double` as avsc reads it, quicker. */
export class QuickDoubleType extends avro.types.DoubleType {
  _read(tap: Tap): number {
    return readDouble(tap);
  }
}

/** An Avro enum as avsc reads it, quicker. */
export class QuickEnumType extends avro.types.EnumType {
  _read(tap: Tap): string {
    const symbol = this.symbols[readVarint(tap)];
    if (symbol === undefined) throw new RangeError(`has a symbol that ${this.name} lacks`);
    return symbol;
  }
}

const inheritedUnion = avro.types.UnwrappedUnionType.prototype as unknown as UnionInternals;

/** A union of values as they are, as avsc reads it, quicker. */
export class QuickUnionType extends avro.types.UnwrappedUnionType {
  _read(tap: Tap): unknown {
    const branch = this.types[readVarint(tap)] as unknown as ValueReader | undefined;
    if (branch === undefined) throw new RangeError('has a branch that its union lacks');
    return branch._read(tap);
  }

  _update(resolver: { _read?: (tap: Tap) => unknown }, writer: AvroType, options: object): void {
    const own = resolveBranch(this.types, writer, options);
    if (own === undefined) inheritedUnion._update.call(this, resolver, writer, options);
    else resolver._read = (tap) => own.value._read(tap);
  }
}
