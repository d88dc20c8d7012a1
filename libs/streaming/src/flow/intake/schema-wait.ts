import { isSpillwayError } from '@spillway/events';
import type { Clock } from '../../ports/clock.js';
import type { FlowItem } from '../item/flow-item.js';

/** How old a record may become before "no such schema" is the last word. */
const schemaGraceMs = 60_000;

/** The codec asks the registry again when it has forgotten its word, not each time it is asked. */
const lookAgainMs = 5_000;

/**
 * Until when a record waits because the registry does not know its schema: a registry may hear of a schema later than
 * the log of its records. Undefined when it has waited enough.
 *
 * The record's own age counts, so that many ids that nobody will ever know hold a partition up once, not once each.
 */
export function schemaWaitUntilMs(item: FlowItem, error: unknown, clock: Pick<Clock, 'nowMs'>): number | undefined {
  if (!isSpillwayError(error, 'SPW-3002')) return undefined;
  const nowMs = clock.nowMs();
  // A time in the future is not believed.
  item.unknownSinceMs ??= Math.min(item.record.timestampMs, nowMs);
  const endMs = item.unknownSinceMs + schemaGraceMs;
  return nowMs < endMs ? Math.min(endMs, nowMs + lookAgainMs) : undefined;
}
