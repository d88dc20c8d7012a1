import type { EventDefinition } from '@spillway/events';
import type { BatchHandlerContext, HandlerContext } from './handler.js';
import type { Delivery } from './delivery.js';
import type { Outcome } from './outcome.js';

type Answer<T> = T | void | Promise<T | void>;

interface NamedBinding {
  /** Appears in logs and dead letters. */
  readonly name: string;
  readonly definitions: readonly EventDefinition<never>[];
  /** After this time the signal fires; the attempt has failed when the handler has settled then. */
  readonly timeoutMs?: number;
  /** What it needs besides the toolkit's own parts: handlers that name the same share its breaker. */
  readonly dependencies?: readonly string[];
}

export interface SingleBinding extends NamedBinding {
  readonly kind: 'single';
  handle(delivery: Delivery, context: HandlerContext): Answer<Outcome>;
}

export interface BatchBinding extends NamedBinding {
  readonly kind: 'batch';
  handleBatch(deliveries: readonly Delivery[], context: BatchHandlerContext): Answer<readonly Outcome[]>;
}

/** A handler of a group and the events it takes. */
export type HandlerBinding = SingleBinding | BatchBinding;
