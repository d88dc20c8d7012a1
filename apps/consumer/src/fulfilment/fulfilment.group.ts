import { paymentsTopic } from '@spillway/events';
import { defineGroup } from '@spillway/streaming';

/** Confirms what is paid and rejects what is not. It needs nothing but the log, so it retries in place. */
export const fulfilment = defineGroup('fulfilment', {
  startFrom: 'beginning',
  topics: { [paymentsTopic]: { ordering: 'key' } },
});
