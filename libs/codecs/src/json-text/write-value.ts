import { startItemBudget } from '../avro/item-budget.js';
import { newTap } from '../avro/new-tap.js';
import { startRecordDepth } from '../avro/record-depth.js';
import type { JsonBuffer } from './json-buffer.js';
import type { JsonTextWriter } from './json-text-writer.js';

/** The one value that the bytes hold from `start` on, as JSON text; undefined where the long way has to tell. */
export function writeValue(
  value: Buffer,
  start: number,
  { write, out }: { readonly write: JsonTextWriter; readonly out: JsonBuffer },
): Buffer | undefined {
  startItemBudget(value.length);
  startRecordDepth();
  const tap = newTap(value, start);
  out.begin();
  try {
    write(tap, out);
  } catch {
    return undefined;
  }
  return tap.pos === value.length ? out.take() : undefined;
}
