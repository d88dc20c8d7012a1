import avro from 'avsc';
import { MapObject } from './map-object.js';
import type { Tap, ValuesHolder } from './avsc-internals.js';
import { readVarint } from './read-varint.js';
import { readKey } from './read-key.js';
import { readTrustedString } from './sound-string.js';

/** Avro `string` of whatever bytes. */
export class TrustedStringType extends avro.types.StringType {
  _read(tap: Tap): string | undefined {
    return readTrustedString(tap);
  }
}

/** An Avro map of whatever size and keys. */
export class TrustedMapType extends avro.types.MapType {
  _read(this: ValuesHolder, tap: Tap): Record<string, unknown> {
    const values = this.valuesType;
    const map = new MapObject();
    for (let count = readVarint(tap); count !== 0; count = readVarint(tap)) {
      if (count < 0) {
        count = -count;
        tap.skipLong();
      }
      for (let item = 0; item < count; item++) {
        const key = readKey(tap, readTrustedString)!;
        map[key] = values._read(tap);
      }
    }
    return map;
  }
}
