import avro from 'avsc';
import type { AvroType, Tap } from './avsc-internals.js';
import { isNoRecord } from './is-no-record.js';
import { ShapedRecordType } from './shaped-record.type.js';
import { enterRecord, leaveRecord } from './record-depth.js';

type Visit = (tap: Tap, value?: unknown) => unknown;
type Hook = (value: unknown, type: unknown) => void;
type CheckRest = [flags: number, hook?: Hook, path?: readonly string[]];
type Check = (this: AvroType, value: unknown, ...rest: CheckRest) => boolean;

/** What avsc's records are made of; its typings leave it out. */
interface RecordInternals {
  _createReader(): Visit;
  _createSkipper(): Visit;
  _createWriter(): Visit;
  _createChecker(): Check;
  _update(resolver: { _read: Visit }, writer: AvroType, options: object): void;
}

const inherited = ShapedRecordType.prototype as unknown as RecordInternals;

/**
 * An Avro record that may hold itself only so many times. Nothing but a record can be nested without end, so only those
 * that can pay for the count.
 */
export class BoundedRecordType extends ShapedRecordType {
  override _createReader(): Visit {
    return boundedIf(holdsItself(this), inherited._createReader.call(this));
  }

  _createSkipper(): Visit {
    return boundedIf(holdsItself(this), inherited._createSkipper.call(this));
  }

  /** What nobody would read is not written either. */
  _createWriter(): Visit {
    const write = boundedIf(holdsItself(this), inherited._createWriter.call(this));
    if (!isFilledIn(this)) return write;
    return (tap, value) => {
      if (isNoRecord(value)) throw new TypeError('is no record');
      return write(tap, value);
    };
  }

  _createChecker(): Check {
    const check = inherited._createChecker.call(this);
    if (!isFilledIn(this)) return check;
    return function (value, ...rest) {
      if (!isNoRecord(value)) return check.call(this, value, ...rest);
      const [, hook] = rest;
      hook?.(value, this);
      return false;
    };
  }

  _update(resolver: { _read: Visit }, writer: AvroType, options: object): void {
    inherited._update.call(this, resolver, writer, options);
    resolver._read = boundedIf(holdsItself(this), resolver._read);
  }
}

function boundedIf(isRecursive: boolean, visit: Visit): Visit {
  if (!isRecursive) return visit;
  return (tap, value) => {
    enterRecord();
    const result = visit(tap, value);
    leaveRecord();
    return result;
  };
}

/** Whether avsc would write it of anything at all, of a text too: fields that a value lacks get their defaults. */
function isFilledIn({ fields }: avro.types.RecordType): boolean {
  return fields.every((field) => field.defaultValue() !== undefined);
}

/** While a record is being made, those around it have no fields yet: each cycle is seen from its outermost record. */
function holdsItself(record: AvroType): boolean {
  const seen = new Set<AvroType>();
  const reaches = (type: AvroType): boolean => {
    if (type === record) return true;
    if (seen.has(type)) return false;
    seen.add(type);
    return partsOf(type).some(reaches);
  };
  return partsOf(record).some(reaches);
}

function partsOf(type: AvroType): readonly AvroType[] {
  if (type instanceof avro.types.RecordType) {
    return ((type.fields as typeof type.fields | undefined) ?? []).map((field) => field.type);
  }
  if (type instanceof avro.types.ArrayType) return [type.itemsType];
  if (type instanceof avro.types.MapType) return [type.valuesType as AvroType];
  if (type instanceof avro.types.UnwrappedUnionType || type instanceof avro.types.WrappedUnionType) return type.types;
  return [];
}
