import { SpillwayError } from '@spillway/events';
import type { ForgedHeaders, LoopFound } from './retry-headers.js';

/** The cause under which a record becomes a dead letter for its control headers: `SPW-5021` forged, `SPW-5022` loop. */
export function controlHeaderError(found: ForgedHeaders | LoopFound): SpillwayError {
  if ('forged' in found) return new SpillwayError('SPW-5021', `The header ${found.forged}`);
  return new SpillwayError('SPW-5022', `The event is ${found.loop} handlers away from the first of its chain`);
}
