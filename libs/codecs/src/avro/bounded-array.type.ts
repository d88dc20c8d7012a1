import avro from 'avsc';
import type { ItemsHolder, Tap } from './avsc-internals.js';
import { assertWithin, readBlock, skipBlocks } from './read-block.js';

/** An Avro array whose announced item count is checked before items are made. */
export class BoundedArrayType extends avro.types.ArrayType {
  _read(this: ItemsHolder, tap: Tap): unknown[] {
    const items = this.itemsType;
    const values: unknown[] = [];
    for (let count = readBlock(tap); count > 0; count = readBlock(tap)) {
      for (let item = 0; item < count; item++) {
        values.push(items._read(tap));
        if (tap.pos > tap.buf.length) assertWithin(tap);
      }
    }
    return values;
  }

  _skip(this: ItemsHolder, tap: Tap): void {
    skipBlocks(tap, () => this.itemsType._skip(tap));
  }
}
