import type { Tap } from './avsc-internals.js';
import { takeItems } from './item-budget.js';
import { readVarint } from './read-varint.js';

/** The item count of the next block of an array or map; 0 at its end. */
export function readBlock(tap: Tap): number {
  let count = readVarint(tap);
  if (count === 0) return 0;
  if (count < 0) {
    count = -count;
    tap.skipLong();
  }
  takeItems(count);
  return count;
}

/** Passes over all blocks of an array or map, by their size where it is written. */
export function skipBlocks(tap: Tap, skipItem: () => void): void {
  for (let count = tap.readLong(); count !== 0; count = tap.readLong()) {
    if (count < 0) {
      const sizeBytes = tap.readLong();
      if (sizeBytes < 0) throw new RangeError('has a block of negative size');
      tap.pos += sizeBytes;
    } else {
      takeItems(count);
      for (let item = 0; item < count; item++) {
        skipItem();
        assertWithin(tap);
      }
    }
  }
}

/**
 * Past the end avsc goes on with values of nothing, however many items were announced.
 *
 * @throws RangeError
 */
export function assertWithin(tap: Tap): void {
  if (tap.pos > tap.buf.length) throw new RangeError('ends too early');
}
