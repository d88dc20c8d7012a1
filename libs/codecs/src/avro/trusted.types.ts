import avro from 'avsc';
import type { Tap, ValuesHolder } from './avsc-internals.js';
import { readTrustedKey, readTrustedString } from './sound-string.js';

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
    const map: Record<string, unknown> = {};
    for (let count = tap.readLong(); count !== 0; count = tap.readLong()) {
      if (count < 0) {
        count = -count;
        tap.skipLong();
      }
      for (let item = 0; item < count; item++) {
        const key = readTrustedKey(tap)!;
        map[key] = values._read(tap);
      }
    }
    return map;
  }
}
