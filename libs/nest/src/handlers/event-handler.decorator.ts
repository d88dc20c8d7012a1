import type { EventDefinition } from '@spillway/events';
import type { GroupDefinition, Handler } from '@spillway/streaming';
import { addHandlerMetadata, type HandlerOptions } from './handler-metadata.js';

/**
 * Marks a provider as the group's handler of one event type, called once per event.
 *
 * @example
 * ```ts
 * \@EventHandler(inventory, OrderPlaced)
 * export class ReserveStock implements Handler<OrderPlaced> { … }
 * ```
 */
export function EventHandler<T>(group: GroupDefinition, definition: EventDefinition<T>, options: HandlerOptions = {}) {
  return (target: new (...dependencies: never[]) => Handler<T, never>): void =>
    addHandlerMetadata(target, { kind: 'single', group, definitions: [definition as EventDefinition<never>], options });
}
