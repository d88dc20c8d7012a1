import type { EventDefinition } from '@spillway/events';

/** How closely a pattern names an event: the closer one wins within a group. */
export type Closeness = 'type' | 'topic' | 'expression';

export interface PatternMatch {
  readonly definition: EventDefinition<never>;
  readonly closeness: Closeness;
}

/**
 * The known events that a pattern means: one by its type, all of a topic by the topic's name, or those whose type or
 * topic a RegExp finds. Undefined for a pattern of a kind that means nothing here (an object, a number).
 */
export function matchPattern(
  pattern: unknown,
  known: readonly EventDefinition<never>[],
): readonly PatternMatch[] | undefined {
  if (typeof pattern === 'string') {
    const typed = known.filter(({ type }) => type === pattern);
    if (typed.length > 0) return typed.map((definition) => ({ definition, closeness: 'type' }));
    return known.filter(({ topic }) => topic === pattern).map((definition) => ({ definition, closeness: 'topic' }));
  }
  if (!(pattern instanceof RegExp)) return undefined;
  // `search` ignores flags that would make a RegExp remember where it stopped.
  return known
    .filter(({ type, topic }) => type.search(pattern) >= 0 || topic.search(pattern) >= 0)
    .map((definition) => ({ definition, closeness: 'expression' }));
}
