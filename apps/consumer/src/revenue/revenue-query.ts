import { z } from 'zod';
import { isPlainText } from '../is-plain-text.js';

/** ISO 8601 has a year 0, the calendar of the database has not. */
const day = () =>
  z.iso.date('is not a day of the form YYYY-MM-DD').refine((text) => text >= '0001', 'is before the year 1');

/** Query parameters of `GET /revenue`. */
export const revenueQuerySchema = z
  .object({
    from: day().optional().meta({ description: 'First UTC day, inclusive.', example: '2010-12-01' }),
    to: day().optional().meta({ description: 'Last UTC day, exclusive.', example: '2011-01-01' }),
    country: z
      .string()
      .refine(isPlainText, 'has 1 to 256 characters and no control characters')
      .optional()
      .meta({ description: 'Exactly as in the orders.', example: 'United Kingdom' }),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: 'is before from',
  });

export type RevenueQuery = z.output<typeof revenueQuerySchema>;
