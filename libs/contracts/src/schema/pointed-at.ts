import { pointerTo } from './pointer-to.js';
import type { Place } from './schema-node.js';

/** The place inside another one. */
export function pointedAt({ source, pointer }: Place, ...keys: readonly (string | number)[]): Place {
  return { source, pointer: keys.reduce<string>(pointerTo, pointer) };
}
