import type { AppManifest, PinnedEvent } from '@spillway/streaming';
import { z } from 'zod';

const names = z.array(z.string());
const schema = z.custom<PinnedEvent['schema']>((value) => typeof value === 'object' && value !== null);

/** What is read of `spillway.manifest.json`; an app may say more. */
export const manifestSchema: z.ZodType<AppManifest> = z.object({
  app: z.string().min(1),
  groups: z.array(
    z.object({
      group: z.string().min(1),
      topics: z.array(
        z.object({
          topic: z.string(),
          ordering: z.enum(['none', 'key', 'partition']),
          ignores: names,
          retryTopics: names,
          deadLetterTopic: z.string().nullable(),
        }),
      ),
      handlers: z.array(z.object({ handler: z.string(), handles: names })),
      unreadable: z.enum(['dead-letter', 'kept']),
    }),
  ),
  events: z.array(z.object({ type: z.string(), topic: z.string(), subject: z.string(), schema })),
});
