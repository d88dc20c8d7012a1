import type { LogRecord } from '../../ports/record.js';
import type { RetryState } from '../copies/retry-state.js';
import { letterOf } from './letter-of.js';
import { offsetInLife } from './offset-in-life.js';
import type { RoutedRecord } from './retry-router.js';

export interface RoutingRules {
  readonly ordering: 'none' | 'key' | 'partition';
  /** The present life of the group's topic, when known: copies from an earlier one are no copies of what lies there now. */
  readonly topicId?: string;
}

/** What all records of a partition keep order within, where the group asked for its order. */
export const partitionScope = '';

/**
 * What the router needs to know of a record.
 *
 * @param state what its headers say; undefined for a record of the group's topic
 */
export function routedRecord(
  { key, offset, timestampMs }: Pick<LogRecord, 'key' | 'offset' | 'timestampMs'>,
  state: RetryState | undefined,
  { ordering, topicId }: RoutingRules,
): RoutedRecord {
  const routed = {
    scope: scopeOf(key, ordering),
    origin: originOf(offset, state, topicId),
    originAtMs: state === undefined ? timestampMs : state.origin.timestampMs,
    epoch: state?.epoch,
  };
  const isSentBack = state?.redriveJob !== undefined && state.attempt === 0 && !state.held;
  if (!isSentBack) return routed;
  // An operator who sends single letters back asks for no order.
  return state.epoch === undefined
    ? { ...routed, isSentBack }
    : { ...routed, isSentBack, letterOf: letterOf(state, topicId) };
}

/** A null key has no order; an empty one is a key. Latin 1 is one byte for each byte, and never fails. */
function scopeOf(key: Buffer | null, ordering: RoutingRules['ordering']): string | undefined {
  if (ordering === 'partition') return partitionScope;
  return ordering === 'none' || key === null ? undefined : key.toString('latin1');
}

/** A redrive is meant to run again what ran before. */
function originOf(offset: number, state: RetryState | undefined, topicId: string | undefined): number | undefined {
  if (state === undefined) return offset;
  return state.redriveJob === undefined ? offsetInLife(state, topicId) : undefined;
}
