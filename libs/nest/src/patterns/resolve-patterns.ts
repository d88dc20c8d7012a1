import type { ErrorIssue, EventDefinition } from '@spillway/events';
import type { GroupDefinition } from '@spillway/streaming';
import type { RegisteredHandler } from '../handlers/registered-handler.js';
import { matchPattern, type Closeness, type PatternMatch } from './match-pattern.js';
import type { PlainPattern } from './plain-pattern.js';

export interface PatternSurroundings {
  readonly known: readonly EventDefinition<never>[];
  readonly defaultGroup: GroupDefinition | undefined;
  /** Handlers by decorator: they name their event, so they come before patterns that only match it. */
  readonly handlers: readonly RegisteredHandler[];
}

export interface ResolvedPatterns {
  readonly handlers: readonly RegisteredHandler[];
  readonly issues: readonly ErrorIssue[];
}

interface Candidate {
  readonly method: PlainPattern;
  readonly group: GroupDefinition;
  readonly matches: readonly PatternMatch[];
}

const closest: readonly Closeness[] = ['type', 'topic', 'expression'];

/**
 * Which events plain `@EventPattern` methods handle, in which group. Within a group a pattern that names an event's
 * type comes before one that names its topic, and that before a RegExp; events the group ignores stay ignored.
 */
export function resolvePatterns(methods: readonly PlainPattern[], around: PatternSurroundings): ResolvedPatterns {
  const issues: ErrorIssue[] = [];
  const candidates = methods.flatMap((method) => toCandidate(method, around, issues));
  const claims = new Claims(around.handlers);
  const taken = new Map<Candidate, EventDefinition<never>[]>(candidates.map((candidate) => [candidate, []]));
  for (const closeness of closest) {
    const wins = candidates.flatMap((candidate) =>
      candidate.matches
        .filter((match) => match.closeness === closeness)
        // Two that name the same event are both kept: the wiring check refuses them by name.
        .filter(({ definition }) => closeness === 'type' || claims.isFree(candidate.group, definition))
        .map(({ definition }) => ({ candidate, definition })),
    );
    for (const { candidate, definition } of wins) {
      claims.claim(candidate.group, definition);
      const own = taken.get(candidate)!;
      if (!own.includes(definition)) own.push(definition);
    }
  }
  const handlers = candidates.map((candidate) => toHandler(candidate, taken.get(candidate)!));
  issues.push(...candidates.filter((candidate) => taken.get(candidate)!.length === 0).map(neverCalled));
  return { handlers: handlers.filter(({ definitions }) => definitions.length > 0), issues };
}

/** Who has which event already, by group. */
class Claims {
  private readonly types = new Map<string, Set<string>>();

  constructor(handlers: readonly RegisteredHandler[]) {
    for (const { group, definitions } of handlers) {
      for (const definition of definitions) this.claim(group, definition);
    }
  }

  claim({ name }: GroupDefinition, { type }: EventDefinition<never>): void {
    const types = this.types.get(name) ?? new Set();
    this.types.set(name, types.add(type));
  }

  isFree({ name }: GroupDefinition, { type }: EventDefinition<never>): boolean {
    return !(this.types.get(name)?.has(type) ?? false);
  }
}

function toCandidate(method: PlainPattern, around: PatternSurroundings, issues: ErrorIssue[]): Candidate[] {
  const group = method.extras.group ?? around.defaultGroup;
  const complain = (detail: string): Candidate[] => {
    issues.push({ pointer: method.name, detail });
    return [];
  };
  if (group === undefined) {
    return complain(
      'belongs to no group; write @EventPattern(…, { group }) or set defaultGroup in the options of SpillwayModule',
    );
  }
  const matches: PatternMatch[] = [];
  for (const pattern of method.patterns) {
    const found = matchPattern(pattern, around.known);
    if (found === undefined) {
      return complain('has a pattern that is neither text nor RegExp; name an event type, a topic or a RegExp of them');
    }
    if (found.length === 0) {
      return complain(
        `matches no known event with ${String(pattern)}; add the event to knownEvents, or name the transport it is meant for`,
      );
    }
    matches.push(...found.filter((match) => match.closeness === 'type' || isWanted(match, group)));
  }
  return [{ method, group, matches }];
}

/** A pattern that only matches takes what the group reads and does not ignore. */
function isWanted({ definition, closeness }: PatternMatch, group: GroupDefinition): boolean {
  if (!Object.hasOwn(group.topics, definition.topic)) return closeness === 'topic';
  const ignored = group.topics[definition.topic]?.ignore ?? [];
  return !ignored.some(({ type }) => type === definition.type);
}

function toHandler({ method, group }: Candidate, definitions: readonly EventDefinition<never>[]): RegisteredHandler {
  const { extras, patterns: _patterns, isEvent: _isEvent, ...target } = method;
  const { group: _group, ...options } = extras;
  return { ...target, name: extras.name ?? method.name, kind: 'single', group, definitions, options };
}

function neverCalled({ method, group }: Candidate): ErrorIssue {
  const patterns = method.patterns.map(String).join(', ');
  const detail = `is never called for ${patterns}: other handlers of group ${group.name} take these events, or it ignores them; remove it`;
  return { pointer: method.name, detail };
}
