import { Inject, Injectable } from '@nestjs/common';
import type { HandlerBinding } from '@spillway/streaming';
import { EnhancerFinder } from '../enhancers/enhancer-finder.js';
import { SPILLWAY_OPTIONS, type SpillwayOptions } from '../options/spillway-options.js';
import { PatternExplorer } from '../patterns/pattern-explorer.js';
import { HandlerExplorer } from '../handlers/handler-explorer.js';
import type { RegisteredHandler } from '../handlers/registered-handler.js';
import { acceptHandlers, resolveHandlers } from './resolve-handlers.js';
import { toHandlerBinding } from '../handlers/to-handler-binding.js';

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
    const resolved = resolveHandlers(this.handlers.explore(), this.patterns.explore(), this.options);
    const perRequest = resolved.handlers.length === 0 ? [] : this.enhancers.findPerRequest();
    return acceptHandlers({ ...resolved, issues: [...resolved.issues, ...perRequest.map(refusePerRequest)] });
  }

  /** How the engine calls it. */
  bind(handler: RegisteredHandler): HandlerBinding {
    return toHandlerBinding(handler, this.enhancers);
  }
}

function refusePerRequest(name: string): { pointer: string; detail: string } {
  return {
    pointer: name,
    detail: 'is a global enhancer that lives per request, and would not run around handlers; make it a singleton',
  };
}
