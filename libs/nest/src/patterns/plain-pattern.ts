import type { GroupDefinition } from '@spillway/streaming';
import type { HandlerTarget } from '../enhancers/handler-target.js';
import type { HandlerOptions } from '../handlers/handler-metadata.js';

/** What the last argument of `@EventPattern(pattern, extras)` may say. */
export interface PatternExtras extends HandlerOptions {
  /** The group the method belongs to. Default: `defaultGroup` of the module's options. */
  readonly group?: GroupDefinition;
}

/** A method with `@EventPattern` or `@MessagePattern` on a controller of this app. */
export interface PlainPattern extends HandlerTarget {
  readonly name: string;
  readonly isEvent: boolean;
  readonly isSingleton: boolean;
  readonly patterns: readonly unknown[];
  readonly extras: PatternExtras;
}
