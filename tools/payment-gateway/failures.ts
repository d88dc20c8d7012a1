import { z } from 'zod';

const rate = z.number().min(0).max(1).default(0);
const longestMs = 600_000;

const downSchema = z.strictObject({
  /** `refuse`: nothing listens, the switch included · `reset`: connections for payments are cut, the switch stays there. */
  mode: z.enum(['refuse', 'reset']),
  forMs: z.int().min(1).max(longestMs),
  /** Begins when so many payments have been answered; 0: at once. */
  afterPayments: z.int().min(0).max(1_000_000).default(0),
});

/** What `PUT /failures` takes. Rates are shares of the requests for payments, 0 to 1; together at most 1. */
export const failuresSchema = z
  .strictObject({
    /** Which requests fail follows from it, the key and how often that key was tried, whatever order they come in. */
    seed: z.int().min(0).max(0xffff_ffff).default(1),
    /** Answered with 500, the decision made all the same: as in life, nobody knows whether it was. */
    errorRate: rate,
    /** Never answered. */
    hangRate: rate,
    /** Answered with 429 and Retry-After; nothing is decided. */
    rateLimitRate: rate,
    retryAfterS: z.int().min(0).max(600).default(1),
    /** Before every answer about a payment. */
    latencyMs: z.int().min(0).max(longestMs).default(0),
    down: downSchema.nullable().default(null),
  })
  .refine(({ errorRate, hangRate, rateLimitRate }) => errorRate + hangRate + rateLimitRate <= 1, {
    message: 'the rates add up to more than 1',
  });

export type Failures = Readonly<z.output<typeof failuresSchema>>;

export type Down = NonNullable<Failures['down']>;

export const noFailures: Failures = failuresSchema.parse({});
