import { defineEvent } from '../definitions/event-definition.js';
import {
  deliveriesCompletedSchema,
  type DeliveriesCompleted as Payload,
} from '../generated/spillway/deliveries/deliveries-completed.js';
import { deliveriesTopic } from './deliveries-topic.js';
import { ledgerKey } from './ledger-key.js';

export type DeliveriesCompleted = Payload;

/** A range of deliveries ended as plain successes. */
export const DeliveriesCompleted = defineEvent<Payload>({
  topic: deliveriesTopic,
  schema: deliveriesCompletedSchema,
  key: ({ group, topic, partition }) => ledgerKey(group, topic, partition),
});
