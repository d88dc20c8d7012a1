import type { EventDefinition } from '@spillway/events';
import type { BatchBinding, BatchHandler, Delivery, Handler, HandlerBinding, SingleBinding } from '@spillway/streaming';

export type OnOptions = Partial<Pick<HandlerBinding, 'name' | 'timeoutMs' | 'dependencies'>>;
type Handle<T> = Handler<T>['handle'];
type HandleBatch<T> = BatchHandler<T>['handleBatch'];

/**
 * A handler of single events: an object with `handle`, as those with `@EventHandler` are, or the function alone.
 *
 * @param options.name as it appears in dead letters; default: its class or the event's type
 */
export function on<T>(
  definition: EventDefinition<T>,
  handler: Handler<T> | Handle<T>,
  options: OnOptions = {},
): SingleBinding {
  const handle = typeof handler === 'function' ? handler : handler.handle.bind(handler);
  return {
    ...named(definition, handler, options),
    kind: 'single',
    handle: (delivery, context) => handle(delivery.event as T, delivery as Delivery<T>, context as never),
  };
}

/** A handler of many events of one type at once: an object with `handleBatch`, or the function alone. */
export function onBatch<T>(
  definition: EventDefinition<T>,
  handler: BatchHandler<T> | HandleBatch<T>,
  options: OnOptions = {},
): BatchBinding {
  const handle = typeof handler === 'function' ? handler : handler.handleBatch.bind(handler);
  return {
    ...named(definition, handler, options),
    kind: 'batch',
    handleBatch: (deliveries, context) => handle(deliveries as readonly Delivery<T>[], context as never),
  };
}

function named<T>(definition: EventDefinition<T>, handler: object, { name, ...more }: OnOptions) {
  const shown = typeof handler === 'function' ? '' : handler.constructor.name;
  const definitions = [definition as unknown as EventDefinition<never>];
  return { name: name ?? (shown === '' || shown === 'Object' ? definition.type : shown), definitions, ...more };
}
