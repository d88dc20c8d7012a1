import type { EventDefinition } from '@spillway/events';
import type { Delivery, GroupDefinition, HandlerContext, Outcome } from '@spillway/streaming';
import type { Observable } from 'rxjs';
import { addHandlerMetadata, type HandlerOptions } from './handler-metadata.js';

type Answer = Outcome | void;

/** A `Handler`, which in Nest may answer with an Observable as well: its last value is the outcome. */
interface NestHandler<T> {
  handle(
    event: T,
    delivery: Delivery<T>,
    context: HandlerContext<never>,
  ): Answer | Promise<Answer> | Observable<Answer>;
}

/**
 * Marks a provider as the group's handler of one event type, called once per event. Guards, pipes, interceptors and
 * exception filters of the class, its `handle` and the whole app run around it.
 *
 * @example
 * ```ts
 * \@EventHandler(inventory, OrderPlaced)
 * export class ReserveStock implements Handler<OrderPlaced> { … }
 * ```
 */
export function EventHandler<T>(group: GroupDefinition, definition: EventDefinition<T>, options: HandlerOptions = {}) {
  return (target: new (...dependencies: never[]) => NestHandler<T>): void =>
    addHandlerMetadata(target, { kind: 'single', group, definitions: [definition as EventDefinition<never>], options });
}
