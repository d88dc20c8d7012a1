import type { ErrorIssue, EventDefinition } from '@spillway/events';
import { groupProblems, type GroupDefinition, type GroupTopicOptions } from '@spillway/streaming';
import type { RegisteredHandler } from './registered-handler.js';

/**
 * Everything wrong about which handler handles what, each with what to write. Empty when an event of any known type, on
 * any topic of any group, has exactly one handler or is ignored on purpose.
 */
export function checkWiring(
  handlers: readonly RegisteredHandler[],
  knownEvents: readonly EventDefinition<never>[],
): readonly ErrorIssue[] {
  const known = new Map(knownEvents.map((definition) => [definition.type, definition]));
  for (const handler of handlers) {
    for (const definition of handler.definitions) known.set(definition.type, definition);
  }
  const groups = groupsOf(handlers);
  return [
    ...handlers.flatMap((handler) => checkHandler(handler)),
    ...handlers.flatMap((handler) => checkKnown(handler, knownEvents)),
    ...handlers.flatMap((handler) => checkOptions(handler)),
    ...[...groups.values()].flatMap((definitions) => checkSameGroup(definitions)),
    ...[...groups.values()].flat().flatMap((group) => groupProblems(group)),
    ...[...groups.values()].flatMap(([group]) =>
      group === undefined ? [] : checkGroup(group, handlers, [...known.values()]),
    ),
  ];
}

function groupsOf(handlers: readonly RegisteredHandler[]): Map<string, GroupDefinition[]> {
  const groups = new Map<string, GroupDefinition[]>();
  for (const { group } of handlers) {
    const definitions = groups.get(group.name) ?? [];
    if (!definitions.includes(group)) definitions.push(group);
    groups.set(group.name, definitions);
  }
  return groups;
}

function checkHandler(handler: RegisteredHandler): ErrorIssue[] {
  const issues: ErrorIssue[] = [];
  if (!handler.isSingleton) {
    issues.push({ pointer: handler.name, detail: 'lives per request; make it and what it injects singletons' });
  } else if (typeof handler.method !== 'function') {
    issues.push({ pointer: handler.name, detail: `has no method ${handler.methodName}(); write one` });
  }
  for (const definition of handler.definitions) {
    if (topicOptions(handler.group, definition.topic) !== undefined) continue;
    const fix = `add '${definition.topic}': { ordering: 'key' } to topics of defineGroup('${handler.group.name}')`;
    issues.push({
      pointer: handler.name,
      detail: `handles ${definition.type}, whose topic the group does not read; ${fix}`,
    });
  }
  return issues;
}

/** An app that says which events exist means all of them: its codec reads no other. */
function checkKnown(handler: RegisteredHandler, knownEvents: readonly EventDefinition<never>[]): ErrorIssue[] {
  if (knownEvents.length === 0) return [];
  return handler.definitions
    .filter((definition) => !knownEvents.includes(definition))
    .map((definition) => {
      const twin = knownEvents.find(({ type }) => type === definition.type);
      const detail =
        twin === undefined
          ? `handles the unknown event ${definition.type}; add its definition to knownEvents of SpillwayModule`
          : `handles ${definition.type} by another definition than knownEvents has; define the event once and import that object everywhere`;
      return { pointer: handler.name, detail };
    });
}

function checkOptions({ name, options }: RegisteredHandler): ErrorIssue[] {
  const { timeoutMs, dependencies = [] } = options;
  const issues: ErrorIssue[] = [];
  if (timeoutMs !== undefined && !(Number.isFinite(timeoutMs) && timeoutMs > 0)) {
    issues.push({ pointer: name, detail: `has timeoutMs ${timeoutMs}; write a number of milliseconds above 0` });
  }
  if (dependencies.some((dependency) => dependency.trim() === '')) {
    issues.push({ pointer: name, detail: 'names an empty dependency; write the name its breaker shall have' });
  }
  return issues;
}

function checkSameGroup([first, ...others]: readonly GroupDefinition[]): ErrorIssue[] {
  if (first === undefined || others.length === 0) return [];
  const detail = `is defined ${others.length + 1} times; define the group once and import that object everywhere`;
  return [{ pointer: `group ${first.name}`, detail }];
}

function checkGroup(
  group: GroupDefinition,
  handlers: readonly RegisteredHandler[],
  known: readonly EventDefinition<never>[],
): ErrorIssue[] {
  const issues: ErrorIssue[] = [];
  for (const definition of known) {
    const options = topicOptions(group, definition.topic);
    if (options === undefined) continue;
    const names = handlers
      .filter((handler) => handler.group.name === group.name)
      .filter((handler) => handler.definitions.some(({ type }) => type === definition.type))
      .map((handler) => handler.name);
    const isIgnored = options.ignore?.some(({ type }) => type === definition.type) ?? false;
    const detail = describeDuty(names, isIgnored, definition);
    if (detail !== undefined) issues.push({ pointer: `group ${group.name}`, detail });
  }
  return issues;
}

/** Undefined where there are none: what a group from JavaScript lacks is told by what is wrong about it as such. */
function topicOptions({ topics }: GroupDefinition, topic: string): GroupTopicOptions | undefined {
  return Object.hasOwn(topics ?? {}, topic) ? (topics[topic] ?? undefined) : undefined;
}

function describeDuty(
  names: readonly string[],
  isIgnored: boolean,
  { type, topic }: EventDefinition<never>,
): string | undefined {
  const short = type.slice(type.lastIndexOf('.') + 1);
  if (names.length > 1) return `has ${names.length} handlers for ${type}: ${names.join(', ')}; keep one`;
  if (names.length === 1 && isIgnored) return `handles ${type} in ${names[0]} and ignores it; remove one of the two`;
  if (names.length === 1 || isIgnored) return undefined;
  return `reads ${topic} but neither handles nor ignores ${type}; write @EventHandler(…, ${short}) or add ${short} to ignore`;
}
