import { analyticsSubjects, type AnalyticsSubject } from '@spillway/streaming';
import { z } from 'zod';
import { queryInteger } from '@spillway/nest';
import { instant } from './query-fields.js';

const maxRows = 10_000;
const interval = z.enum(['hour', 'day']);

/** Query parameters of `GET /analytics/{board}`. */
export const boardQuerySchema = z.object({
  from: instant().optional().meta({
    description: 'Inclusive, RFC 3339 or a day (UTC); rounded down to the hour, or to the day with interval=day.',
    example: '2010-12-01T00:00:00Z',
  }),
  to: instant().optional().meta({
    description:
      'Exclusive, RFC 3339 or a day (UTC); rounded up. Without either: the last day, of orders the last month that has any.',
    example: '2010-12-02T00:00:00Z',
  }),
  interval: interval
    .optional()
    .meta({ description: 'A row per hour or per day; lists have one row over all without.' }),
  limit: queryInteger({ min: 1, max: maxRows })
    .optional()
    .meta({
      description: `Rows, 1 to ${maxRows}; 5000 unless told, 20 of a list.`,
    }),
});

export type BoardQuery = z.output<typeof boardQuerySchema>;

const distinct = (list: readonly string[]): boolean => new Set(list).size === list.length;
const value = z.string().min(1, 'is empty').max(256, 'is over 256 characters');
const values = z.array(value).min(1).max(100);

/** A share of the deliveries that are noted one by one would be far above that of all. */
export const sharesOfHandlers =
  'errorRate and retryRate are not told by handler: the ledger counts plain successes by group, without the handler';

/** The part of the body that follows from the subject: its names and no others. */
function ofSubject<S extends AnalyticsSubject>(subject: S) {
  const { measures, dimensions } = analyticsSubjects[subject];
  const number = z
    .array(z.string().regex(/^\d{1,9}$/, 'is a number as text'))
    .min(1)
    .max(100);
  const fields = (dimensions as readonly string[]).map((name) => [
    name,
    (name === 'schemaId' ? number : values).optional(),
  ]);
  return z.strictObject({
    subject: z.literal(subject),
    measures: z.array(z.enum(measures)).min(1).max(5).refine(distinct, 'names one twice'),
    groupBy: z.array(z.enum(dimensions)).max(3).refine(distinct, 'names one twice').default([]),
    filter: z.strictObject(Object.fromEntries(fields) as Record<string, z.ZodOptional<typeof values>>).default({}),
    interval: interval.optional(),
    from: instant().optional(),
    to: instant().optional(),
    limit: z.int().min(1).max(maxRows).default(1_000),
  });
}

const deliveries = ofSubject('deliveries').refine(
  ({ measures, groupBy, filter }) => {
    const isShare = measures.some((name) => name === 'errorRate' || name === 'retryRate');
    return !isShare || !(groupBy.includes('handler') || Object.hasOwn(filter, 'handler'));
  },
  { path: ['measures'], message: sharesOfHandlers },
);

/** Body of `POST /analytics/query`: names from the allow-list, values as text; nothing of it becomes SQL. */
export const analyticsBodySchema = z.discriminatedUnion('subject', [
  ofSubject('records'),
  ofSubject('delays'),
  ofSubject('keys'),
  ofSubject('deadLetters'),
  deliveries,
  ofSubject('processing'),
  ofSubject('waits'),
  ofSubject('sales'),
  ofSubject('products'),
]);
