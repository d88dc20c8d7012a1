import { defineErrors } from '../error-definition.js';

/** SPW-80xx: how an app is put together. */
export const wiringErrors = defineErrors({
  'SPW-8001': {
    name: 'PatternNotServed',
    title: 'This kind of handler is not served',
    cause:
      '@MessagePattern answers over Kafka, and the reply topic would come from the caller; @EventPattern knows no contract.',
    fix: 'Use @EventHandler(group, Event), and HTTP for requests that need an answer.',
    retryable: false,
    status: 500,
  },
});
