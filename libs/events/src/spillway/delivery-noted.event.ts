import { defineEvent } from '../definitions/event-definition.js';
import { deliveryNotedSchema, type DeliveryNoted as Payload } from '../generated/spillway/deliveries/delivery-noted.js';
import { deliveriesTopic } from './deliveries-topic.js';
import { ledgerKey } from './ledger-key.js';

export type DeliveryNoted = Payload;

/** One delivery ended, or went on, in another way than as a plain success. */
export const DeliveryNoted = defineEvent<Payload>({
  topic: deliveriesTopic,
  schema: deliveryNotedSchema,
  key: ({ group, originTopic, originPartition }) => ledgerKey(group, originTopic, originPartition),
});
