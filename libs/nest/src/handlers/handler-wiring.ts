import { Inject, Injectable } from '@nestjs/common';
import { SpillwayError, type EventDefinition } from '@spillway/events';
import type { HandlerBinding } from '@spillway/streaming';
import { EnhancerFinder } from '../enhancers/enhancer-finder.js';
import { SPILLWAY_OPTIONS, type SpillwayOptions } from '../module/spillway-options.js';
import { PatternExplorer } from '../patterns/pattern-explorer.js';
import { resolvePatterns } from '../patterns/resolve-patterns.js';
import { refuseMessagePatterns } from '../server/refuse-message-patterns.js';
import { checkWiring } from './check-wiring.js';
import { HandlerExplorer } from './handler-explorer.js';
import type { RegisteredHandler } from './registered-handler.js';
import { toHandlerBinding } from './to-handler-binding.js';

/** All handlers of an app: those by decorator and plain `@EventPattern` methods, checked together. */
@Injectable()
export class HandlerWiring {
  constructor(
    @Inject(SPILLWAY_OPTIONS) private readonly options: SpillwayOptions,
    @Inject(HandlerExplorer) private readonly handlers: HandlerExplorer,
    @Inject(PatternExplorer) private readonly patterns: PatternExplorer,
    @Inject(EnhancerFinder) private readonly enhancers: EnhancerFinder,
  ) {}

  /**
   * @throws SpillwayError `SPW-8001` for methods that would answer over the log · `SPW-5004` for everything else that
   *   does not fit, all at once, each with what to write
   */
  resolve(): readonly RegisteredHandler[] {
    const { knownEvents = [], defaultGroup } = this.options;
    const methods = this.patterns.explore();
    refuseMessagePatterns(methods);
    const decorated = this.handlers.explore();
    const known = allKnown(knownEvents, decorated);
    const plain = resolvePatterns(
      methods.filter(({ isEvent }) => isEvent),
      { known, defaultGroup, handlers: decorated },
    );
    const handlers = [...decorated, ...plain.handlers];
    const perRequest = handlers.length === 0 ? [] : this.enhancers.findPerRequest();
    const issues = [...plain.issues, ...checkWiring(handlers, knownEvents), ...perRequest.map(refusePerRequest)];
    if (issues.length === 0) return handlers;
    const lines = issues.map((issue) => `  ${issue.pointer}  ${issue.detail}`).join('\n');
    throw new SpillwayError('SPW-5004', `Handlers have ${issues.length} problem(s):\n${lines}`, { issues });
  }

  /** How the engine calls it. */
  bind(handler: RegisteredHandler): HandlerBinding {
    return toHandlerBinding(handler, this.enhancers);
  }
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

function refusePerRequest(name: string): { pointer: string; detail: string } {
  return {
    pointer: name,
    detail: 'is a global enhancer that lives per request, and would not run around handlers; make it a singleton',
  };
}
