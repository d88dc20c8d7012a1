import { parseRfc3339 } from '@spillway/events';
import { z } from 'zod';

const earliestMs = Date.UTC(1970, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);

const instant = () =>
  z.string().transform((text, context) => {
    const ms = parseRfc3339(text)?.date.getTime();
    if (ms !== undefined && ms >= earliestMs && ms <= latestMs) return ms;
    context.addIssue({ code: 'custom', message: 'is an RFC 3339 time with zone from 1970 to 2100' });
    return z.NEVER;
  });

const textUpTo = (maxBytes: number) =>
  z
    .string()
    .min(1, 'is empty')
    .refine((text) => Buffer.byteLength(text) <= maxBytes, `is over ${maxBytes} bytes`);

const topicName = () => z.string().regex(/^[A-Za-z0-9._-]{1,249}$/, 'is a topic name');

/** Query parameters of `GET /audit/events`. */
export const recordQuerySchema = z.object({
  topic: topicName().optional().meta({ description: 'Topic the record lies in.', example: 'retail.orders' }),
  type: textUpTo(256).optional().meta({ description: 'Type of the event.', example: 'retail.orders.OrderPlaced' }),
  key: textUpTo(4_096).optional().meta({ description: 'Key of the record, exactly.', example: '17850' }),
  eventId: textUpTo(256).optional().meta({ description: 'Id of the event.' }),
  time: z.enum(['record', 'event']).default('record').meta({
    description:
      'Which time from, to and the order mean: when it was published, or when it happened. By event, records without an event time are left out.',
  }),
  from: instant().optional().meta({ description: 'Inclusive, RFC 3339.', example: '2010-12-01T00:00:00Z' }),
  to: instant().optional().meta({ description: 'Exclusive, RFC 3339.', example: '2010-12-02T00:00:00Z' }),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'is a whole number from 1 to 1000')
    .transform(Number)
    .refine((limit) => limit <= 1_000, 'is a whole number from 1 to 1000')
    .default(100)
    .meta({ description: 'Records per page, 1 to 1000.', example: '100' }),
  cursor: textUpTo(2_048).optional().meta({ description: 'nextCursor of the page before, with the same filters.' }),
});

export type RecordQuery = z.output<typeof recordQuerySchema>;

/** Query parameters of `GET /audit/completeness`. */
export const completenessQuerySchema = z.object({
  topic: topicName().optional().meta({ description: 'Only this topic.', example: 'retail.orders' }),
});
