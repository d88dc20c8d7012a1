import { text } from '@spillway/streaming';
import { z } from 'zod';
import { auditedTopics } from './audited-topics.js';

/** Days for which the records of a topic are kept; `*` stands for topics that are not named. */
export type RetentionDays = Readonly<Record<string, number>>;

const rule = /^([A-Za-z0-9._-]{1,249}|\*)=([1-9]\d{0,4})$/;

const isAudited = (topic: string): boolean => topic === '*' || auditedTopics.includes(topic);

/** Variables of what is done to the audit store now and then. */
export const upkeepConfigSchema = z.object({
  SPILLWAY_AUDIT_RETENTION: text()
    .transform((value, context): RetentionDays => {
      const rules = value.split(',').map((item) => rule.exec(item.trim()));
      const days = Object.fromEntries(
        rules.flatMap((found) => (found === null ? [] : [[found[1]!, Number(found[2])]])),
      );
      if (!rules.includes(null) && Object.keys(days).length === rules.length) return days;
      context.addIssue({ code: 'custom', message: 'is topic=days, comma-separated, each topic once' });
      return z.NEVER;
    })
    // A name that is misspelt would keep its topic for ever.
    .refine((days) => Object.keys(days).every(isAudited), 'names a topic that is not audited')
    .optional()
    .meta({
      description:
        'For how many whole days (UTC) records are kept, from when they were published or stored, whichever is later: topic=days, comma-separated; `*` for topics that are not named, also those that are audited no more. Absent: for ever.',
      example: 'retail.orders=400,spillway.deliveries=90',
    }),
  SPILLWAY_AUDIT_QUIET_HOURS: text()
    .regex(/^(?:\d|1\d|2[0-3])-(?:\d|1\d|2[0-4])$/, 'is two hours of the day, like 1-5')
    .default('1-5')
    .meta({
      description:
        'Hours of the day (UTC) in which days that are over are merged, the second exclusive; over midnight when it is smaller.',
      example: '1-5',
    }),
});
