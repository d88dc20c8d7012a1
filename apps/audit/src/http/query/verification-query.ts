import { z } from 'zod';
import { countUpTo, instant, textUpTo, topicName } from './query-fields.js';

/** Query parameters of `GET /audit/verification`. */
export const verificationQuerySchema = z.object({
  topic: topicName().optional().meta({ description: 'Only this topic.', example: 'retail.orders' }),
  from: instant().optional().meta({
    description: 'Only what was stored from here on, RFC 3339 or a day (UTC).',
    example: '2010-12-01T00:00:00Z',
  }),
  to: instant()
    .optional()
    .meta({ description: 'Only what was stored before, RFC 3339 or a day (UTC).', example: '2010-12-02T00:00:00Z' }),
  limit: countUpTo(1_000, 1_000).meta({ description: 'Ranges per page at most, 1 to 1000.', example: '1000' }),
  cursor: textUpTo(2_048).optional().meta({ description: 'nextCursor of the page before, with the same filters.' }),
});

export type VerificationQueryParameters = z.output<typeof verificationQuerySchema>;
