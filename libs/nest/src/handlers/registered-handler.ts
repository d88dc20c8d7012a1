import type { HandlerTarget } from '../enhancers/handler-target.js';
import type { HandlerMetadata } from './handler-metadata.js';

/** A decorated method with its instance. */
export interface RegisteredHandler extends HandlerMetadata, HandlerTarget {
  readonly name: string;
  /** False for a class whose instances live per request: there is no request here. */
  readonly isSingleton: boolean;
}
