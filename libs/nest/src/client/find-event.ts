import { SpillwayError, type EventDefinition } from '@spillway/events';

/**
 * The one event that a pattern of `emit()` means: by definition, by its type, or by its topic when no other known event
 * lies there.
 *
 * @throws SpillwayError `SPW-8002` when it means none or several
 */
export function findEvent(pattern: unknown, events: readonly EventDefinition<never>[]): EventDefinition<never> {
  if (isDefinition(pattern)) return pattern;
  const typed = events.find(({ type }) => type === pattern);
  if (typed !== undefined) return typed;
  const onTopic = events.filter(({ topic }) => topic === pattern);
  if (onTopic.length === 1) return onTopic[0]!;
  const reason =
    onTopic.length === 0
      ? `is neither the type of a known event nor its topic; known are ${listOf(events)}`
      : `is the topic of ${onTopic.length} events; emit one of ${listOf(onTopic)}`;
  throw new SpillwayError('SPW-8002', `${String(JSON.stringify(pattern))} ${reason}`);
}

function isDefinition(pattern: unknown): pattern is EventDefinition<never> {
  if (typeof pattern !== 'object' || pattern === null) return false;
  const { type, topic, key } = pattern as Partial<Record<keyof EventDefinition, unknown>>;
  return typeof type === 'string' && typeof topic === 'string' && typeof key === 'function';
}

function listOf(events: readonly EventDefinition<never>[]): string {
  return events.length === 0 ? 'none' : events.map(({ type }) => type).join(', ');
}
