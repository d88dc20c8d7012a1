import { defineErrors } from '../error-definition.js';

/** SPW-80xx: how an app is put together. */
export const wiringErrors = defineErrors({
  'SPW-8001': {
    name: 'RequestReplyRefused',
    title: 'Request and reply over the log is refused',
    cause:
      'With @MessagePattern and send() the topic of the reply comes from a header of the caller: anybody who may write one record could make this app write to any topic.',
    fix: 'Ask over HTTP, or publish an event and let its owner answer with another; handle events with @EventHandler or @EventPattern. A method for another transport names it: @MessagePattern(pattern, Transport.TCP).',
    retryable: false,
    status: 500,
  },
  'SPW-8002': {
    name: 'EmitRefused',
    title: 'The client cannot emit this',
    cause: 'emit() was given a pattern that means no event or several, or the client was made without what it needs.',
    fix: 'Emit by the type of one event (`retail.orders.OrderPlaced`) or its definition, and give the client events, source and a publisher.',
    retryable: false,
    status: 500,
  },
  'SPW-8003': {
    name: 'GuardDenied',
    title: 'A guard denied the delivery',
    cause: 'A Nest guard around the handler, its class or the whole app said no to this event.',
    fix: "Let the guard pass deliveries (`context.getType() === 'rpc'`) or correct the event's producer; then redrive.",
    retryable: false,
    status: 500,
  },
  'SPW-8004': {
    name: 'PayloadRefused',
    title: 'A pipe refused the payload',
    cause: 'A Nest pipe around the handler found the event invalid (400, 422 or an RpcException).',
    fix: 'Correct the pipe or the producer, then redrive; rules that all readers share belong into the contract.',
    retryable: false,
    status: 500,
  },
});
