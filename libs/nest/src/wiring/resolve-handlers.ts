import { SpillwayError, type ErrorIssue, type EventDefinition } from '@spillway/events';
import type { SpillwayOptions } from '../options/spillway-options.js';
import type { PlainPattern } from '../patterns/plain-pattern.js';
import { resolvePatterns } from '../patterns/resolve-patterns.js';
import { refuseMessagePatterns } from '../patterns/refuse-message-patterns.js';
import { checkWiring } from '../handlers/check-wiring.js';
import type { RegisteredHandler } from '../handlers/registered-handler.js';

export interface ResolvedHandlers {
  readonly handlers: readonly RegisteredHandler[];
  readonly issues: readonly ErrorIssue[];
}

/**
 * Handlers by decorator and plain `@EventPattern` methods together, with everything that does not fit.
 *
 * @throws SpillwayError `SPW-8001` for methods that would answer over the log
 */
export function resolveHandlers(
  decorated: readonly RegisteredHandler[],
  methods: readonly PlainPattern[],
  { knownEvents = [], defaultGroup }: Pick<SpillwayOptions, 'knownEvents' | 'defaultGroup'>,
): ResolvedHandlers {
  refuseMessagePatterns(methods);
  const events = methods.filter(({ isEvent }) => isEvent);
  const known = allKnown(knownEvents, decorated);
  const plain = resolvePatterns(events, { known, defaultGroup, handlers: decorated });
  const handlers = [...decorated, ...plain.handlers];
  return { handlers, issues: [...plain.issues, ...checkWiring(handlers, knownEvents)] };
}

/** @throws SpillwayError `SPW-5004` for everything that does not fit, all at once */
export function acceptHandlers({ handlers, issues }: ResolvedHandlers): readonly RegisteredHandler[] {
  if (issues.length === 0) return handlers;
  const lines = issues.map((issue) => `  ${issue.pointer}  ${issue.detail}`).join('\n');
  throw new SpillwayError('SPW-5004', `Handlers have ${issues.length} problem(s):\n${lines}`, { issues });
}

/** Events that are known, and those that handlers name. */
function allKnown(
  known: readonly EventDefinition<never>[],
  handlers: readonly RegisteredHandler[],
): readonly EventDefinition<never>[] {
  const byType = new Map(handlers.flatMap(({ definitions }) => definitions).map((event) => [event.type, event]));
  for (const definition of known) byType.set(definition.type, definition);
  return [...byType.values()];
}
