import avro from 'avsc';
import type { Tap, ValuesHolder } from './avsc-internals.js';
import { MapObject } from './map-object.js';
import { assertWithin, readBlock, skipBlocks } from './read-block.js';
import { readKey } from './read-key.js';
import { readSoundString } from './sound-string.js';
import { UnsoundValue } from './unsound-value.js';

/** An Avro map whose size is checked first and whose keys cannot reach an object's prototype. */
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

  _skip(this: ValuesHolder, tap: Tap): void {
    skipBlocks(tap, () => {
      tap.skipString();
      this.valuesType._skip(tap);
    });
  }
}
