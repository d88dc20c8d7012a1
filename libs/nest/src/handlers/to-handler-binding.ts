import type { BatchHandler, Handler, HandlerBinding, Outcome } from '@spillway/streaming';
import { completed } from '@spillway/streaming';
import type { RegisteredHandler } from './registered-handler.js';

/** The engine calls batches only; a handler of single events gets them one by one, in log order. */
export function toHandlerBinding(handler: RegisteredHandler): HandlerBinding {
  const { name, definitions, instance } = handler;
  if (handler.kind === 'batch') {
    const batch = instance as BatchHandler;
    return { name, definitions, handleBatch: (deliveries, context) => batch.handleBatch(deliveries, context) };
  }
  const single = instance as Handler;
  return {
    name,
    definitions,
    handleBatch: async (deliveries, context) => {
      const outcomes: Outcome[] = [];
      for (const delivery of deliveries) {
        outcomes.push((await single.handle(delivery.event, delivery, context)) ?? completed());
      }
      return outcomes;
    },
  };
}
