import { z } from 'zod';
import { countUpTo, groupName, instant, textUpTo, topicName } from './query-fields.js';

const filters = {
  topic: topicName().optional().meta({ description: 'Topic the record lies in.', example: 'retail.orders' }),
  type: textUpTo(256).optional().meta({ description: 'Type of the event.', example: 'retail.orders.OrderPlaced' }),
  group: groupName().optional().meta({
    description:
      'Of the topics that are this group’s own: what waits for a retry, dead letters and what came back of them, holds; records without key and value there are questions to a broker for its time.',
    example: 'payments',
  }),
  key: textUpTo(4_096).optional().meta({ description: 'Key of the record, exactly.', example: '17850' }),
  eventId: textUpTo(256).optional().meta({ description: 'Id of the event.' }),
  correlationId: textUpTo(256).optional().meta({
    description: 'All that followed from one event: its id, unless it brought a correlation id of its own.',
  }),
  time: z.enum(['record', 'event']).default('record').meta({
    description:
      'Which time from, to and the order mean: when it was published, or when it happened. By event, records without an event time are left out.',
  }),
  from: instant()
    .optional()
    .meta({ description: 'Inclusive, RFC 3339 or a day (UTC).', example: '2010-12-01T00:00:00Z' }),
  to: instant()
    .optional()
    .meta({ description: 'Exclusive, RFC 3339 or a day (UTC).', example: '2010-12-02T00:00:00Z' }),
};

/** Query parameters of `GET /audit/events`. */
export const recordQuerySchema = z.object({
  ...filters,
  text: textUpTo(256).optional().meta({
    description:
      'Stands in the payload exactly as here: it is no pattern. Every payload from `from` to `to` is read, so both are due, at most 31 days apart, and the question ends after 5 s.',
    example: 'WHITE HANGING HEART',
  }),
  limit: countUpTo(1_000, 100).meta({ description: 'Records per page, 1 to 1000.', example: '100' }),
  cursor: textUpTo(2_048).optional().meta({ description: 'nextCursor of the page before, with the same filters.' }),
});

export type RecordQuery = z.output<typeof recordQuerySchema>;

/** Query parameters of `GET /audit/export`. */
export const exportQuerySchema = z.object({
  format: z
    .enum(['csv', 'ndjson', 'parquet'])
    .default('ndjson')
    .meta({ description: 'CSV with safe cells, one JSON object per line, or Apache Parquet.', example: 'csv' }),
  ...filters,
});

/** Query parameters of `GET /audit/completeness`. */
export const completenessQuerySchema = z.object({
  topic: topicName().optional().meta({ description: 'Only this topic.', example: 'retail.orders' }),
  from: instant().optional().meta({
    description: 'Only what the log wrote from here on, inclusive, RFC 3339 or a day (UTC).',
    example: '2010-12-01T00:00:00Z',
  }),
  to: instant().optional().meta({
    description: 'Only what the log wrote before, RFC 3339 or a day (UTC).',
    example: '2010-12-02T00:00:00Z',
  }),
});

const ofSource = {
  source: textUpTo(2_048)
    .optional()
    .meta({ description: 'Source of the event; ids are unique with it only.', example: '/retail/import' }),
};

/** Query parameters of `GET /audit/events/{id}`. */
export const eventQuerySchema = z.object({
  ...ofSource,
  as: z.enum(['stored', 'written', 'latest']).default('stored').meta({
    description:
      'How the payload is read: by the contract known when it was stored, by the schema it was written with, or by the newest contract this app knows.',
    example: 'written',
  }),
});

const offset = () =>
  z
    .string()
    .regex(/^(?:0|[1-9]\d{0,15})$/, 'is an offset')
    .refine((text) => Number.isSafeInteger(Number(text)), 'is an offset');

/** Query parameters of `GET /audit/events/{id}/raw`. */
export const rawQuerySchema = z.object({
  ...ofSource,
  topic: topicName().optional().meta({ description: 'Topic the record lies in.', example: 'retail.orders' }),
  partition: offset().transform(Number).optional().meta({ description: 'Partition the record lies in.', example: '3' }),
  offset: offset().transform(BigInt).optional().meta({ description: 'Offset the record lies at.', example: '4711' }),
});
