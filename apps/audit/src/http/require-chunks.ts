import { SpillwayError } from '@spillway/events';
import type { RawReply } from './leave-signal.js';

/**
 * Without chunks an end looks like a cut. Asked before anything is looked for.
 *
 * @throws SpillwayError `SPW-4000` the client speaks HTTP/1.0
 */
export function requireChunks({ raw }: Pick<RawReply, 'raw'>): void {
  if (raw.req.httpVersion !== '1.0') return;
  throw new SpillwayError('SPW-4000', 'An export needs HTTP/1.1: in HTTP/1.0 the end of an answer looks like its cut');
}
