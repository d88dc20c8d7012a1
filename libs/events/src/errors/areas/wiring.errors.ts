import { defineErrors } from '../error-definition.js';

/** SPW-80xx: how an app is put together. */
export const wiringErrors = defineErrors({
  'SPW-8001': {
    name: 'HandlersWrong',
    title: 'The handlers do not fit their groups',
    cause:
      'An event type has no handler or two, or a handler is for a topic that its group does not read; all of them are listed.',
    fix: 'Do what each line of the list says.',
    retryable: false,
    status: 500,
  },
  'SPW-8002': {
    name: 'PatternNotServed',
    title: 'This kind of handler is not served',
    cause:
      '@MessagePattern answers over Kafka, and the reply topic would come from the caller; @EventPattern knows no contract.',
    fix: 'Use @EventHandler(group, Event), and HTTP for requests that need an answer.',
    retryable: false,
    status: 500,
  },
});
