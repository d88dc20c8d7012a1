import type { NamedSchema } from '@spillway/events';
import type { ValueReader } from './avsc-internals.js';
import { startItemBudget } from './item-budget.js';
import { newTap } from './new-tap.js';
import { startRecordDepth } from './record-depth.js';
import { reasonOf, unreadableEvent } from '../errors/unreadable-event.js';

/**
 * The one value that the bytes hold from `start` on. As avsc's `decode`, without its object around the result.
 *
 * @param named the schema they were written with
 * @param reader a type, or a resolver of one
 * @throws SpillwayError `SPW-3001`
 */
export function decodeValue(value: Buffer, start: number, named: NamedSchema, reader: ValueReader): unknown {
  startItemBudget(value.length);
  startRecordDepth();
  const tap = newTap(value, start);
  let result: unknown;
  try {
    result = reader._read(tap);
  } catch (error) {
    throw unreadableEvent(reasonOf(error), named, error);
  }
  if (tap.pos === value.length) return result;
  if (tap.pos > value.length) throw unreadableEvent('decode', named, new Error('ends too early'));
  throw unreadableEvent('trailing', named);
}
