import { parseRfc3339 } from '@spillway/events';
import { z } from 'zod';

const earliestMs = Date.UTC(1970, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);
const plainDay = /^\d{4}-\d{2}-\d{2}$/;

/** An RFC 3339 time with zone, or a day in UTC, which is its beginning; as milliseconds. What the store's calendar cannot hold is refused. */
export const instant = () =>
  z.string().transform((text, context) => {
    const ms = parseRfc3339(plainDay.test(text) ? `${text}T00:00:00Z` : text)?.date.getTime();
    if (ms !== undefined && ms >= earliestMs && ms <= latestMs) return ms;
    context.addIssue({ code: 'custom', message: 'is an RFC 3339 time with zone, or a day, from 1970 to 2100' });
    return z.NEVER;
  });

export const textUpTo = (maxBytes: number) =>
  z
    .string()
    .min(1, 'is empty')
    .refine((text) => Buffer.byteLength(text) <= maxBytes, `is over ${maxBytes} bytes`);

export const topicName = () => z.string().regex(/^[A-Za-z0-9._-]{1,249}$/, 'is a topic name');

/** What a group may be called as part of a topic's name. */
export const groupName = () => z.string().regex(/^[A-Za-z0-9._-]{1,249}$/, 'is a group name');

/** A whole number from 1 to `max`, in plain digits. */
export const countUpTo = (max: number, whenAbsent: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,3}$/, `is a whole number from 1 to ${max}`)
    .transform(Number)
    .refine((count) => count <= max, `is a whole number from 1 to ${max}`)
    .default(whenAbsent);
