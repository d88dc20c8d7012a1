import type { BatchHandler, Handler } from '@spillway/streaming';
import type { HandlerMetadata } from './handler-metadata.js';

/** A decorated provider with its instance. */
export interface RegisteredHandler extends HandlerMetadata {
  readonly name: string;
  /** False for a class whose instances live per request: there is no request here. */
  readonly isSingleton: boolean;
  readonly instance: Handler | BatchHandler;
}
