import { pointerStep } from '@spillway/events';

/** A JSON Pointer one step further. */
export function pointerTo(pointer: string, key: string | number): string {
  return pointer + pointerStep(String(key));
}
