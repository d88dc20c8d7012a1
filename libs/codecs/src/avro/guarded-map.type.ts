import avro from 'avsc';
import type { Tap, ValuesHolder } from './avsc-internals.js';
import { MapObject } from './map-object.js';
import { assertWithin, readBlock, skipBlocks } from './read-block.js';
import { readKey } from './read-key.js';
import { readSoundString } from './sound-string.js';
import { UnsoundValue } from '../errors/unsound-value.js';

type Hook = (value: unknown, type: unknown) => void;

/** What avsc's maps are made of; its typings leave it out. */
interface MapInternals {
  _check(value: unknown, flags: number, hook: Hook | undefined, path: readonly string[]): boolean;
}

interface ValuesWriter {
  readonly valuesType: { _write(tap: Tap, value: unknown): void };
}

const inherited = avro.types.MapType.prototype as unknown as MapInternals;

/** An Avro map whose size is checked first and whose keys cannot reach an object's prototype, written of plain objects only. */
export class GuardedMapType extends avro.types.MapType {
  _read(this: ValuesHolder, tap: Tap): Record<string, unknown> {
    const values = this.valuesType;
    const map = new MapObject();
    for (let count = readBlock(tap); count > 0; count = readBlock(tap)) {
      for (let item = 0; item < count; item++) {
        const key = readKey(tap, readSoundString)!;
        if (key === '__proto__') throw new UnsoundValue('proto', 'has a map key that would change an object');
        map[key] = values._read(tap);
        if (tap.pos > tap.buf.length) assertWithin(tap);
      }
    }
    return map;
  }

  /** As avsc's, but that a `Map` or a `Date` would be written as a map without entries. */
  _write(this: ValuesWriter, tap: Tap, value: unknown): void {
    if (typeof value !== 'object' || value === null || isInstance(value)) throw new TypeError('is not a plain object');
    const keys = Object.keys(value);
    if (keys.length > 0) tap.writeLong(keys.length);
    for (const key of keys) {
      tap.writeString(key);
      this.valuesType._write(tap, (value as Readonly<Record<string, unknown>>)[key]);
    }
    tap.writeLong(0);
  }

  _check(value: unknown, flags: number, hook: Hook | undefined, path: readonly string[]): boolean {
    if (!isInstance(value)) return inherited._check.call(this, value, flags, hook, path);
    hook?.(value, this);
    return false;
  }

  _skip(this: ValuesHolder, tap: Tap): void {
    skipBlocks(tap, () => {
      tap.skipString();
      this.valuesType._skip(tap);
    });
  }
}

/** Of a class. By prototypes where its constructor, which is looked up quicker, does not tell: it may come from another context. */
function isInstance(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value.constructor === Object) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== null && Object.getPrototypeOf(prototype) !== null;
}
