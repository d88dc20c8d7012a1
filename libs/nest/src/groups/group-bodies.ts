import { SpillwayError } from '@spillway/events';
import { z } from 'zod';
import { queryInteger } from '../http/query-integer.js';

const topic = z.string().min(1).max(249);
const partition = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const key = z.string().max(65_536);

export const pauseBody = z.strictObject({ topic: topic.optional(), partition: partition.optional() });
export const releaseBody = z.union([
  z.strictObject({ handler: z.string().min(1).max(256) }),
  z.strictObject({ topic, key }),
  z.strictObject({ topic, keyBase64: z.base64().max(65_536) }),
]);
export const acceptGapBody = z.strictObject({ topic, partition });
export const startFromBody = z.strictObject({
  position: z.union([z.enum(['beginning', 'latest']), z.iso.datetime({ offset: true })]),
});
export const sendBackBody = z.strictObject({
  ids: z.array(z.string().min(1).max(300)).min(1).max(500),
  job: z
    .string()
    .regex(/^[\w.:-]{1,128}$/, 'has 1 to 128 letters, digits, dots, colons, hyphens')
    .optional(),
});
export const deadLettersQuery = z.object({
  topic: topic.optional(),
  code: z.string().min(1).max(64).optional(),
  fingerprint: z.string().min(1).max(256).optional(),
  key: key.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  limit: queryInteger({ min: 1, max: 500 }).optional(),
  cursor: z.string().min(1).max(65_536).optional(),
});
export const waitingQuery = z.object({
  limit: queryInteger({ min: 1, max: 500 }).optional(),
  cursor: z.string().min(1).max(1_024).optional(),
});

/**
 * A body in the shape that the route reads; nothing else may be in it.
 *
 * @throws SpillwayError `SPW-4021` with one issue per member; values are not echoed
 */
export function strictBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, detail: message }));
  throw new SpillwayError('SPW-4021', 'The body is not what this route reads', { issues });
}
