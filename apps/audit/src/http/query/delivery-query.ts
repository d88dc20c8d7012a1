import { deliveryOutcomes } from '@spillway/streaming';
import { z } from 'zod';
import { countUpTo, instant, textUpTo, topicName } from './query-fields.js';

const filters = {
  group: textUpTo(256).optional().meta({ description: 'The consumer group.', example: 'payments' }),
  topic: topicName().optional().meta({ description: 'Topic where the record first lay.', example: 'retail.orders' }),
  handler: textUpTo(256).optional().meta({ description: 'The handler.', example: 'CapturePaymentHandler' }),
  fingerprint: textUpTo(256)
    .optional()
    .meta({ description: 'Failures alike have the same.', example: 'v1:2f8a90c1d4e6b7f3' }),
  from: instant().optional().meta({
    description: 'Inclusive, RFC 3339 or a day (UTC): when it was written down.',
    example: '2010-12-01T00:00:00Z',
  }),
  to: instant()
    .optional()
    .meta({ description: 'Exclusive, RFC 3339 or a day (UTC).', example: '2010-12-02T00:00:00Z' }),
};

/** Query parameters of `GET /audit/deliveries`. */
export const deliveryQuerySchema = z.object({
  ...filters,
  outcome: z.enum(deliveryOutcomes).optional().meta({ description: 'What became of it.', example: 'dead_lettered' }),
  type: textUpTo(256)
    .optional()
    .meta({ description: 'Type of the event; of single outcomes.', example: 'retail.orders.OrderPlaced' }),
  eventId: textUpTo(256)
    .optional()
    .meta({ description: 'Id of the event; of single outcomes: ranges name no events.' }),
  correlationId: textUpTo(256).optional().meta({ description: 'Correlation of the event; of single outcomes.' }),
  limit: countUpTo(1_000, 100).meta({ description: 'Entries per page, 1 to 1000.', example: '100' }),
  cursor: textUpTo(2_048).optional().meta({ description: 'nextCursor of the page before, with the same filters.' }),
});

export type DeliveryQueryParameters = z.output<typeof deliveryQuerySchema>;

/** Query parameters of `GET /audit/failures`. */
export const failureQuerySchema = z.object({
  ...filters,
  limit: countUpTo(1_000, 100).meta({ description: 'Fingerprints, most failures first, 1 to 1000.', example: '20' }),
});

export type FailureQueryParameters = z.output<typeof failureQuerySchema>;

/** Query parameters of `GET /audit/sample`. */
export const sampleQuerySchema = z.object({
  type: textUpTo(256).meta({ description: 'Type of the event.', example: 'retail.orders.OrderPlaced' }),
  n: countUpTo(100, 10).meta({ description: 'How many, 1 to 100.', example: '10' }),
});

export type SampleQueryParameters = z.output<typeof sampleQuerySchema>;
