import { deliveryOutcomes } from '@spillway/streaming';
import { z } from 'zod';

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const uint32 = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const textOrNone = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
/** The calendar that the store's times can hold. */
const instant = z
  .string()
  .transform((text) => Date.parse(text))
  .pipe(
    z
      .number()
      .min(0)
      .max(Date.UTC(2299, 11, 31)),
  );

/** JSON form of `spillway.deliveries.DeliveriesCompleted` as far as it is stored; what no ledger can say is refused. */
export const completedJson = z.object({
  group: z.string(),
  topic: z.string(),
  topicId: textOrNone,
  partition: uint32,
  ranges: z.array(z.object({ first: count, last: count }).refine(({ first, last }) => first <= last)),
  count,
  explicitBoundsMs: z.array(uint32).max(1_000),
  bucketCounts: z.array(count).max(1_000),
  durationSumUs: count,
  durationMaxUs: count,
  firstCompletedAt: instant,
  recordedAt: instant,
  appVersion: z.string(),
  instance: z.string(),
});

/** JSON form of `spillway.deliveries.DeliveryNoted` as far as it is stored. */
export const notedJson = z
  .object({
    group: z.string(),
    handler: textOrNone,
    topic: z.string(),
    partition: uint32,
    offset: count,
    lastOffset: count,
    originTopic: z.string(),
    originTopicId: textOrNone,
    originPartition: uint32,
    originOffset: count,
    attempt: uint32,
    outcome: z.enum(deliveryOutcomes),
    fromTier: textOrNone,
    toTier: textOrNone,
    causeClass: textOrNone,
    causeCode: textOrNone,
    fingerprint: textOrNone,
    dependency: textOrNone,
    durationUs: count,
    redriveJob: textOrNone,
    eventSource: textOrNone,
    eventId: textOrNone,
    eventType: textOrNone,
    correlationId: textOrNone,
    notedAt: instant,
    appVersion: z.string(),
    instance: z.string(),
  })
  .refine(({ offset, lastOffset }) => offset <= lastOffset)
  .refine(({ offset, lastOffset, originOffset }) => Number.isSafeInteger(originOffset + (lastOffset - offset)));
