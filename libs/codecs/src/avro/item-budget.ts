import { UnsoundValue } from '../errors/unsound-value.js';

/**
 * How many array and map items one value may still bring. A few bytes can announce billions of items that take no bytes
 * (`array<null>`), and avsc would make them all. Real items take at least a byte, so a value never has more of them than
 * bytes; beyond that this many may be empty.
 */
const emptyItemsAllowed = 65_536;

// Decoding is synchronous, so one counter serves whichever value is being decoded.
let itemsLeft = 0;

/** Call before each value. */
export function startItemBudget(valueBytes: number): void {
  itemsLeft = valueBytes + emptyItemsAllowed;
}

/** @throws UnsoundValue `bomb` when the value announces more items than it can hold */
export function takeItems(count: number): void {
  itemsLeft -= count;
  if (!(itemsLeft >= 0)) throw new UnsoundValue('bomb', 'announces more items than its bytes can hold');
}
