import type { EventDefinition } from '@spillway/events';
import type { BatchHandler, GroupDefinition } from '@spillway/streaming';
import { addHandlerMetadata, type HandlerOptions } from './handler-metadata.js';

/** A `BatchHandler` of whatever events and transaction; the handlers of several types take a union. */
interface AnyBatchHandler {
  handleBatch(deliveries: never, context: never): ReturnType<BatchHandler['handleBatch']>;
}

/**
 * Marks a provider as the group's handler of these event types, called with many events at once, in log order. One outcome
 * each repeats no good event; after a call that throws they are handled again: see `BatchHandler`.
 */
export function BatchEventHandler(
  group: GroupDefinition,
  definitions: readonly EventDefinition<never>[],
  options: HandlerOptions = {},
) {
  return (target: new (...dependencies: never[]) => AnyBatchHandler): void =>
    addHandlerMetadata(target, { kind: 'batch', group, definitions, options });
}
