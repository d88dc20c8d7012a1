import { describe, expect, it } from '@jest/globals';
import {
  knownEvents,
  type deliveriesCompletedSchema,
  type DeliveriesCompleted,
  type deliveryNotedSchema,
  type DeliveryNoted,
  type orderCancelledSchema,
  type orderPlacedSchema,
  type stockAdjustedSchema,
  type EventDefinition,
  type OrderCancelled,
  type orderConfirmedSchema,
  type OrderConfirmed,
  type orderRejectedSchema,
  type OrderRejected,
  type paymentCapturedSchema,
  type PaymentCaptured,
  type paymentDeclinedSchema,
  type PaymentDeclined,
  type OrderPlaced,
  type StockAdjusted,
} from '@spillway/events';
import type { DecodedEvent } from '@spillway/streaming';
import * as fc from 'fast-check';
import { avroArbitrary } from '../../../../test/support/avro-arbitrary.js';
import type { AvroPayload, SameType } from '../../../../test/support/avro-payload.js';
import { memoryRegistry } from '../registry/memory-registry.js';
import { registerContracts } from '../registry/register-contracts.js';
import { avroCodec } from './avro-codec.js';

const registry = memoryRegistry();
const codec = avroCodec({ registry, definitions: knownEvents });

describe.each(knownEvents.map((definition) => ({ type: definition.type, definition: definition as EventDefinition })))(
  'the contract of $type',
  ({ definition }) => {
    const payloads = avroArbitrary(definition.schema);

    it('comes back from bytes as it went in', async () => {
      await registerContracts(registry, [definition]);
      await codec.warmUp([definition]);
      fc.assert(
        fc.property(payloads, (payload) => {
          const decoded = codec.decode(codec.encode(definition, payload) as Buffer) as DecodedEvent;
          expect(decoded.payload).toEqual(payload);
          expect(decoded.definition).toBe(definition);
        }),
      );
    });

    it('comes back from JSON as it went in', () => {
      fc.assert(
        fc.property(payloads, (payload) => {
          const event = { schemaId: 1, type: definition.type, definition, payload };
          const text = JSON.stringify(codec.toJson(event));
          // JSON has no years beyond four digits; a contract does.
          fc.pre(!/"[+-]\d{6}-/.test(text));
          expect(codec.parseJson(definition, JSON.parse(text))).toEqual(payload);
        }),
      );
    });
  },
);

it('has types that say what the codec gives', () => {
  // Checked by the compiler: a wrong type is an error here.
  const same: [
    SameType<OrderPlaced, AvroPayload<typeof orderPlacedSchema>>,
    SameType<OrderCancelled, AvroPayload<typeof orderCancelledSchema>>,
    SameType<StockAdjusted, AvroPayload<typeof stockAdjustedSchema>>,
    SameType<DeliveriesCompleted, AvroPayload<typeof deliveriesCompletedSchema>>,
    SameType<OrderConfirmed, AvroPayload<typeof orderConfirmedSchema>>,
    SameType<OrderRejected, AvroPayload<typeof orderRejectedSchema>>,
    SameType<PaymentCaptured, AvroPayload<typeof paymentCapturedSchema>>,
    SameType<PaymentDeclined, AvroPayload<typeof paymentDeclinedSchema>>,
    SameType<DeliveryNoted, AvroPayload<typeof deliveryNotedSchema>>,
  ] = [true, true, true, true, true, true, true, true, true];
  expect(same).toHaveLength(knownEvents.length);
});
